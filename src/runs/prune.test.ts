import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { prune } from './prune.ts'

let home = ''
let dir = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'promo-home-'))
  dir = join(home, 'runs')
  mkdirSync(dir)
})
afterEach(() => rmSync(home, { recursive: true }))

function makeRun(second: number, file = 'run.json'): string {
  const id = `20261121-1015${second}-steady-0000`
  mkdirSync(join(dir, id))
  for (const name of ['scenario.json', file]) writeFileSync(join(dir, id, name), '{}')
  return id
}

it('keeps the newest', () => {
  const [oldest, middle, newest] = [makeRun(10), makeRun(11), makeRun(12)]
  expect(prune({ keep: 2, dir })).toEqual({ removed: [oldest], kept: [newest, middle] })
  expect(readdirSync(dir)).toEqual([middle, newest])
})

it('deletes run folders only', () => {
  mkdirSync(join(dir, 'my-notes'))
  mkdirSync(join(dir, '20261121-101510-not-a-run-0000'))
  makeRun(10)
  prune({ keep: 0, dir })
  expect(readdirSync(dir)).toEqual(['20261121-101510-not-a-run-0000', 'my-notes'])
})

it('leaves a run alone that still goes on', () => {
  const [, killed, running] = [makeRun(10), makeRun(11, 'sent.json'), makeRun(12, 'sent.json')]
  const anHourAgo = Date.now() / 1000 - 3600
  utimesSync(join(dir, killed, 'sent.json'), anHourAgo, anHourAgo)
  expect(prune({ keep: 0, dir }).kept).toEqual([running])
})

it('never follows a link out', () => {
  const outside = mkdtempSync(join(tmpdir(), 'promo-outside-'))
  writeFileSync(join(outside, 'scenario.json'), '{}')
  symlinkSync(outside, join(dir, '20261121-101510-steady-0000'))
  symlinkSync(outside, join(dir, makeRun(11), 'log'))
  expect(prune({ keep: 0, dir }).removed).toEqual(['20261121-101511-steady-0000'])
  expect(readdirSync(outside)).toEqual(['scenario.json'])
  rmSync(outside, { recursive: true })
})

it('refuses where the folder of runs is itself a link', () => {
  const id = makeRun(10)
  symlinkSync(dir, join(home, 'elsewhere'))
  expect(() => prune({ keep: 0, dir: join(home, 'elsewhere') })).toThrow('is a symbolic link')
  expect(existsSync(join(dir, id))).toBe(true)
})

it('has nothing to do where there are no runs', () => {
  expect(prune({ keep: 0, dir: join(home, 'nowhere') })).toEqual({ removed: [], kept: [] })
})
