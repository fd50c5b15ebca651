import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { crc32 } from 'node:zlib'
import { UserError } from '../../engine/kernel/user-error.ts'
import { partitionDir } from '../embedded/segment-files.ts'
import { soundBatches, type SoundSetting } from './sound-batches.ts'

let runDir = ''
beforeEach(() => (runDir = mkdtempSync(join(tmpdir(), 'promo-sound-'))))
afterEach(() => rmSync(runDir, { recursive: true }))

const fileOf = (base: number) => join(partitionDir(runDir, 0), `${String(base).padStart(20, '0')}.jsonl`)

interface Batch {
  readonly batch: number
  readonly now: number
  readonly inputs?: readonly string[]
}

const INPUT = '{"topic":"sales_events","id":"größe","n":1}'

/** A batch as a log has it; with its inputs it is three lines. */
function text({ batch, now, inputs = [INPUT, INPUT] }: Batch): string {
  const lines = inputs.map((line) => `${line}\n`).join('')
  const head = `{"topic":"order","batch":${batch},"now":${now},"inputs":${inputs.length}`
  return `${lines}${head},"crc":${crc32(head, crc32(lines))}}\n`
}

/** Two segments of two batches each: records 0 to 5, 6 to 11. */
function given(batches: readonly Batch[] = [0, 1, 2, 3].map((batch) => ({ batch, now: 1000 + batch }))) {
  mkdirSync(partitionDir(runDir, 0), { recursive: true })
  writeFileSync(fileOf(0), batches.slice(0, 2).map(text).join(''))
  writeFileSync(fileOf(6), batches.slice(2).map(text).join(''))
}

/** The numbers of the batches that were told, and what is wrong with the next one. */
function read(setting: Partial<SoundSetting> = {}): { readonly told: readonly number[]; readonly damage?: UserError['mistake'] } {
  const told: number[] = []
  try {
    for (const { batch } of soundBatches({ runDir, partition: 0, ...setting })) told.push(batch)
    return { told }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { told, damage: error.mistake }
  }
}

const alter = (base: number, change: (written: string) => string) => writeFileSync(fileOf(base), change(readFileSync(fileOf(base), 'utf8')))

describe('a recorded log', () => {
  it('is told whole where it is sound, from any batch on', () => {
    given()
    expect(read({ end: 12 })).toEqual({ told: [0, 1, 2, 3] })
    expect(read({ from: 9, end: 12 })).toEqual({ told: [3] })
    expect([...soundBatches({ runDir, partition: 0 })][1]).toMatchObject({ firstOffset: 3, nextOffset: 6, records: [INPUT, INPUT], outputs: [], now: 1001 })
  })

  it('given a flipped bit, then it is told up to that batch, and file, byte and record are named', () => {
    given()
    alter(0, (written) => written.replace(/"n":1(?!.*"n":1)/s, '"n":3'))
    const byte = Buffer.byteLength(text({ batch: 0, now: 1000 }))
    expect(read()).toMatchObject({ told: [0], damage: { code: 'damaged_record', exitCode: 104, place: `${fileOf(0)} byte ${byte}, record 3 of partition 0`, fix: expect.stringContaining('records 0 to 2 are sound') } })
  })

  it('given a last record that is cut off, then a recording that knows its end says so; a run may have been killed there', () => {
    given()
    truncateSync(fileOf(6), readFileSync(fileOf(6)).length - 10)
    expect(read({ end: 12 })).toMatchObject({ told: [0, 1, 2], damage: { place: expect.stringContaining('record 9 of partition 0'), rule: expect.stringContaining('cut off') } })
    expect(read()).toEqual({ told: [0, 1, 2] })
  })

  it('given a file that is cut off before another one, then the gap is named', () => {
    given()
    truncateSync(fileOf(0), readFileSync(fileOf(0)).length - 10)
    expect(read()).toMatchObject({ told: [0], damage: { place: expect.stringContaining('byte 0, record 3'), rule: expect.stringContaining('gap') } })
  })

  it('given a file that is missing, then the gap is named', () => {
    given()
    rmSync(fileOf(0))
    expect(read()).toMatchObject({ told: [], damage: { rule: expect.stringContaining('gap') } })
  })

  it('given files that overlap, then they are refused', () => {
    given()
    renameSync(fileOf(6), fileOf(3))
    expect(read()).toMatchObject({ told: [0, 1], damage: { rule: expect.stringContaining('overlap') } })
  })

  it.each<[what: string, batches: readonly Batch[], told: readonly number[], rule: string]>([
    ['a batch that is missing', [{ batch: 0, now: 1 }, { batch: 2, now: 2 }], [0], 'batch 1 comes next'],
    ['a batch that is there twice', [{ batch: 0, now: 1 }, { batch: 0, now: 1 }], [0], 'overlap'],
    ['time that goes backwards', [{ batch: 0, now: 9 }, { batch: 1, now: 8 }], [0], 'time never goes backwards; it was 9'],
  ])('given %s, then it is refused', (_what, batches, told, rule) => {
    given(batches)
    rmSync(fileOf(6))
    expect(read()).toMatchObject({ told, damage: { rule: expect.stringContaining(rule) } })
  })

  it('given an order record that is none, then it is refused', () => {
    given()
    alter(6, (written) => written.replace('"now":1002', '"now":"1002"'))
    expect(read()).toMatchObject({ told: [0, 1], damage: { rule: expect.stringContaining('an order record holds') } })
  })
})
