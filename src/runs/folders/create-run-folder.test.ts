import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRunFolder, discardUnstarted } from './create-run-folder.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'promo-home-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const create = (out: string, more: { readonly force?: boolean; readonly bytesNeeded?: number } = {}) =>
  createRunFolder({ scenario: 'steady', out: join(home, out), bytesNeeded: 1000, ...more })

const refused = (out: string, more?: Parameters<typeof create>[1]) => expect.soft(() => create(out, more))

describe('a run gets a folder', () => {
  it('that is new, with the folders above it', () => {
    const { id, dir } = create('a/b/c')
    expect(id).toMatch(/^\d{8}-\d{6}-steady-[0-9a-f]{4}$/)
    expect([dir, readdirSync(dir)]).toEqual([join(home, 'a/b/c'), []])
  })

  it('that is there and empty', () => {
    mkdirSync(join(home, 'empty'))
    expect(create('empty').dir).toBe(join(home, 'empty'))
  })

  it('in which an earlier run gives way to --force, and nothing else does', () => {
    mkdirSync(join(home, 'earlier/log/0'), { recursive: true })
    for (const name of ['scenario.json', 'run.json', 'notes.md', 'log/0/00000000000000000000.jsonl']) writeFileSync(join(home, 'earlier', name), '{}')
    const { dir } = create('earlier', { force: true })
    expect(readdirSync(dir)).toEqual(['notes.md'])
  })
})

describe('a run gets no folder', () => {
  it('where something else is', () => {
    writeFileSync(join(home, 'file'), '')
    symlinkSync(home, join(home, 'link'))
    mkdirSync(join(home, 'full/of'), { recursive: true })
    refused('file').toThrow('not a folder')
    refused('file/below').toThrow()
    refused('link').toThrow('not a folder')
    refused('full').toThrow('holds something that is no run')
    refused('full', { force: true }).toThrow('holds something that is no run')
  })

  it('where the disk has no room for it, and nothing is made', () => {
    refused('new/run', { bytesNeeded: 2 ** 60 }).toThrow('the run will write about 1,152,921,504,607 MB')
    expect(existsSync(join(home, 'new'))).toBe(false)
  })
})

describe('a run that was refused before it sent anything', () => {
  it('leaves nothing behind', () => {
    const { dir } = create('run')
    writeFileSync(join(dir, 'scenario.json'), '{}')
    discardUnstarted(dir)
    expect(readdirSync(home)).toEqual([])
  })

  it('keeps its record where it had begun', () => {
    const { dir } = create('run')
    for (const name of ['scenario.json', 'sent.json']) writeFileSync(join(dir, name), '{}')
    discardUnstarted(dir)
    expect(readdirSync(dir)).toEqual(['scenario.json', 'sent.json'])
  })
})
