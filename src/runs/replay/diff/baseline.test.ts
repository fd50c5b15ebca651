import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeSmallRecording } from '../../../testing/small-recording.ts'
import { Recording } from '../recording.ts'
import { baselineOf } from './baseline.ts'

const dir = mkdtempSync(join(tmpdir(), 'promo-baseline-'))
afterAll(() => rmSync(dir, { recursive: true }))
beforeAll(() => writeSmallRecording(dir))

const LINE = '{"topic":"pricing_decisions"}'
const batches = (partition: number) => [...Recording.open(dir).batches(partition)]

it('a recording is its own baseline, batch by batch', () => {
  const baseline = baselineOf(dir, dir, 0)
  expect(batches(0).map(baseline)).toEqual(batches(0).map(() => ({ earlier: [], together: [LINE] })))
})

it('given a replay of the same recording, then batches of one moment stay apart', () => {
  const baseline = baselineOf('elsewhere', dir, 0)
  expect(batches(0).map(baseline)).toEqual(batches(0).map(() => ({ earlier: [], together: [LINE] })))
})

it('given another run, then it goes by its recorded time, and nothing is told twice', () => {
  const baseline = baselineOf('elsewhere', dir, 0)
  const told = batches(1).map(baseline)
  // Partition 0 decides a millisecond before partition 1, two batches at a time.
  expect(told.map(({ earlier, together }) => [earlier.length, together.length])).toEqual(batches(1).map((_, index) => (index % 2 ? [0, 0] : [2, 0])))
})
