import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { concludeInvariants } from './conclude.ts'
import { inspectPartition } from './inspect-partition.ts'
import { openRunFolder, RunFolderDamage } from './run-folder.ts'
import { acknowledged, readLine, seededLog } from './testing/judge.ts'
import { decisions, sale } from './testing/lines.ts'
import { SCENARIO, START } from './testing/log-builder.ts'

let dir: string
const put = (file: string, content: object | string) => writeFileSync(join(dir, file), typeof content === 'string' ? content : JSON.stringify(content))
const segment = (offset: number) => `log/0/${String(offset).padStart(20, '0')}.jsonl`

function damage(): RunFolderDamage {
  try {
    openRunFolder(dir)
  } catch (error) {
    if (error instanceof RunFolderDamage) return error
    throw error
  }
  throw new Error('the folder was opened')
}

function verdicts(): Record<string, string> {
  const folder = openRunFolder(dir)
  const { scenario, sent, recordedSha256 } = folder
  const findings = [inspectPartition({ partition: 0, scenario, log: folder.log(0), reads: folder.reads() })]
  const invariants = concludeInvariants(findings, { sent, recordedSha256, reexecutedSha256: null })
  return Object.fromEntries(invariants.map(({ name, status }) => [name, status]))
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'promo-checks-'))
  mkdirSync(join(dir, 'log/0'), { recursive: true })
  mkdirSync(join(dir, 'reads'))
  put('scenario.json', SCENARIO)
})

afterEach(() => rmSync(dir, { recursive: true }))

describe('given a finished run', () => {
  const lines = seededLog()
    .batch({ now: START + 10, inputs: [sale(0)], outputs: ({ input }) => [decisions(input(0), { events: 1, onHand: 99 })] })
    .lines.map((line) => `${line}\n`)

  it('when its log stands in two segments, then it is read as one', () => {
    put(segment(0), lines.slice(0, 5).join(''))
    put(segment(5), lines.slice(5).join(''))
    put('log/0/snapshot-1.bin', 'not a part of the record')
    put('sent.json', { schemaVersion: 1, ...acknowledged(1) })
    put('reads/1.jsonl', readLine())
    put('run.json', { run: { decisionsSha256: 'another' } })
    expect(verdicts()).toMatchObject({ lost: 'pass', conservation: 'pass', stale_reads: 'pass', reexecution: 'fail' })
  })

  it('when a segment is missing, then the gap is named', () => {
    put(segment(0), lines.slice(0, 4).join(''))
    put(segment(5), lines.slice(5).join(''))
    const { scenario, log } = openRunFolder(dir)
    expect(inspectPartition({ partition: 0, scenario, log: log(0) }).damage).toEqual([
      { place: 'log/0 offset 4', value: '00000000000000000005.jsonl', rule: 'the next segment begins with offset 4' },
    ])
  })

  it('when a segment in the middle is torn, then the tear is named', () => {
    put(segment(0), lines.slice(0, 5).join('').slice(0, -3))
    put(segment(5), lines.slice(5).join(''))
    const { scenario, log } = openRunFolder(dir)
    expect(inspectPartition({ partition: 0, scenario, log: log(0) }).damage[0].rule).toBe('only the last segment may end in the middle of a line')
    expect(verdicts()).toMatchObject({ lost: 'unknown' })
  })
})

describe('given a run that was killed', () => {
  it('when there is nothing but its scenario, then it can be judged', () => {
    rmSync(join(dir, 'log'), { recursive: true })
    rmSync(join(dir, 'reads'), { recursive: true })
    expect(openRunFolder(dir)).toMatchObject({ partitions: 1, run: null, sent: null, recordedSha256: null })
    expect(verdicts()).toMatchObject({ lost: 'pass', stale_reads: 'pass' })
  })

  it('when it had acknowledged events that no log holds, then they are lost', () => {
    put('sent.json', acknowledged(3) as object)
    expect(verdicts()).toMatchObject({ lost: 'fail' })
  })
})

describe('given a folder that cannot be judged', () => {
  it('when it is none of ours, then that is said with a way out', () => {
    rmSync(join(dir, 'scenario.json'))
    expect(damage()).toMatchObject({ place: dir, value: 'no scenario.json in it', rule: 'a run folder holds scenario.json', fix: expect.stringContaining('promo runs') })
  })

  it('when it is a file, then that is said too', () => {
    put('file', '')
    dir = join(dir, 'file')
    expect(damage()).toMatchObject({ value: 'ENOTDIR' })
    dir = join(dir, '..')
  })

  it.each([
    ['the scenario is torn', () => put('scenario.json', '{"schemaV'), 'scenario.json', 'scenario.json is JSON'],
    ['the scenario is no object', () => put('scenario.json', '[]'), 'the scenario', 'an object'],
    ['the scenario is of another version', () => put('scenario.json', { ...SCENARIO, schemaVersion: 2 }), 'schemaVersion', 'version 1'],
    ['partitions make no sense', () => put('scenario.json', { ...SCENARIO, partitions: 0 }), 'partitions', 'a whole number from 1'],
    ['the floor makes no sense', () => put('scenario.json', { ...SCENARIO, policy: { floorMarginBps: '3000' } }), 'policy.floorMarginBps', 'a whole number'],
    ['there are no stores', () => put('scenario.json', { ...SCENARIO, catalog: {} }), 'catalog.stores', 'store names'],
    ['a partition is unknown', () => mkdirSync(join(dir, 'log/1')), 'log/1', 'partitions 0 to 0'],
    ['workers.json is something else', () => put('workers.json', { absences: [{ partitions: ['all'], from: 1 }] }), 'workers.json', 'absences'],
    ['sent.json is something else', () => put('sent.json', { generators: 1 }), 'sent.json', 'generators'],
  ])('when %s, then place and rule are named', (_, spoil, place, rule) => {
    spoil()
    expect(damage().place).toContain(place)
    expect(damage().rule).toContain(rule)
  })
})
