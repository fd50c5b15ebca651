import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partitionDir } from '../../adapters/embedded/segment-files.ts'
import { SegmentLog } from '../../adapters/embedded/segment-log.ts'
import { UserError } from '../../engine/kernel/user-error.ts'
import { writeSmallRecording } from '../../testing/small-recording.ts'
import { parseOffset } from './offsets.ts'
import { spansOf } from './range.ts'
import { Recording } from './recording.ts'

const dir = mkdtempSync(join(tmpdir(), 'promo-range-'))
const kafka = join(dir, 'kafka')
afterAll(() => rmSync(dir, { recursive: true }))
beforeAll(async () => {
  await writeSmallRecording(dir)
  mkdirSync(kafka)
  await writeSmallRecording(kafka)
  await writeRanges(kafka)
})

/** Partition 2 as Kafka has it: each batch takes from two topics, which count on their own. */
async function writeRanges(runDir: string): Promise<void> {
  const log = new SegmentLog({ dir: partitionDir(runDir, 2), batchBytesMax: 1 << 12, segmentBytesMax: 1 << 20 })
  for (let batch = 0; batch < 4; batch++) {
    log.accept(['{"n":1}', '{"n":2}', '{"n":3}'])
    const ranges = [['catalog', 10 + batch, 11 + batch], ['sales_events', 2 * batch, 2 * batch + 2]]
    await log.commit({ batch, now: 1000, inputs: 3, lines: [], extra: `,"ranges":${JSON.stringify(ranges)}` })
  }
  log.close()
}

interface Written {
  readonly from?: readonly string[]
  readonly to?: readonly string[]
  readonly topic?: string
  readonly stored?: readonly number[]
}

const spans = ({ from = [], to = [], topic, stored }: Written, runDir = dir) =>
  spansOf(Recording.open(runDir), { from: from.map((text) => parseOffset(text, '--from')), to: to.map((text) => parseOffset(text, '--to')), topic: topic ?? null, stored })

const at = (ms: number) => `@${new Date(ms).toISOString()}`

describe('what is replayed of the partitions', () => {
  it.each<[string, Written, readonly [number, number][]]>([
    ['without any flag is everything', {}, [[0, 60], [0, 60], [0, 0]]],
    ['from a count of records', { from: ['45'] }, [[45, 60], [45, 60], [0, 0]]],
    ['from and to counts of one partition', { from: ['0:45'], to: ['0:48', '1:3'] }, [[45, 48], [0, 3], [0, 0]]],
    ['after the start, before the end', { from: ['+3'], to: ['-6'] }, [[3, 54], [3, 54], [0, 0]]],
    ['what is said about one partition counts there', { from: ['30', '1:end'] }, [[30, 60], [60, 60], [0, 0]]],
    ['from a time, up to another', { from: [at(1003)], to: [at(1007)] }, [[6, 18], [6, 12], [0, 0]]],
    ['back from the end', { from: ['@-3ms'] }, [[54, 60], [48, 60], [0, 0]]],
    ['in recorded order', { from: ['seq:7'], to: ['seq:20'] }, [[6, 12], [1, 8], [0, 0]]],
    ['to the very end of it', { from: ['seq:118'], to: ['seq:120'] }, [[60, 60], [58, 60], [0, 0]]],
    ['from where a group has come to', { from: ['stored'], stored: [6, 9, 0] }, [[6, 60], [9, 60], [0, 0]]],
    ['from there also without a word', { stored: [6, 9, 0] }, [[6, 60], [9, 60], [0, 0]]],
  ])('%s', (_, written, expected) => {
    expect(spans(written).map(({ from, to }) => [from, to])).toEqual(expected)
  })

  it('in the count of a topic, where it has its own', () => {
    expect(spans({ from: ['sales_events/2:3'], to: ['catalog/2:13'] }, kafka)[2]).toEqual({ from: 6, to: 12 })
    expect(spans({ from: ['2:1'], topic: 'sales_events' }, kafka)[2]).toEqual({ from: 2, to: 16 })
  })

  it.each<[string, Written, object]>([
    ['an offset past the end', { from: ['61'] }, { code: 'outside_recording', place: '--from', value: '61', message: '--from 61 lies past the end of the recording' }],
    ['more than all back from the end', { from: ['-61'] }, { code: 'outside_recording', message: '--from -61 lies before the start of the recording' }],
    ['a time before the start', { from: [at(999)] }, { code: 'outside_recording', message: `--from ${at(999)} lies before the start of the recording` }],
    ['a time past the end', { to: [at(1029)] }, { code: 'outside_recording', place: '--to', message: `--to ${at(1029)} lies past the end of the recording` }],
    ['longer back than it lasts', { from: ['@-1h'] }, { code: 'outside_recording', message: '--from @-1h lies before the start of the recording' }],
    ['a place in the order past the end', { from: ['seq:121'] }, { code: 'outside_recording', rule: 'the recording has 120 records in all, counted from 0' }],
    ['--from after --to', { from: ['30'], to: ['12'] }, { code: 'from_after_to', place: '--from', value: '30', rule: '--from comes before --to; in partition 0 they are 30 and 12' }],
    ['--from after --to in one partition', { from: ['1:30'], to: ['1:12'] }, { code: 'from_after_to', rule: '--from comes before --to; in partition 1 they are 30 and 12' }],
    ['nothing between them', { from: ['end'] }, { code: 'nothing_to_replay', place: '--from', value: 'end' }],
    ['a partition that is not there', { from: ['3:0'] }, { code: 'unknown_partition', rule: 'partitions 0 to 2' }],
    ['a topic that is not there', { from: ['sale_events/0:0'] }, { code: 'unknown_topic', fix: 'did you mean "sales_events"?' }],
    ['the same partition twice', { from: ['1:0', '1:3'] }, { code: 'contradiction', value: '1:3' }],
    ['two places for all', { to: ['+3', 'end'] }, { code: 'contradiction', place: '--to' }],
    ['stored, and no group', { from: ['stored'] }, { code: 'nothing_stored', place: '--from', value: 'stored' }],
  ])('cannot be %s', (_, written, mistake) => {
    expect(() => spans(written)).toThrow(UserError)
    try {
      spans(written)
    } catch (error) {
      expect((error as UserError).mistake).toMatchObject({ exitCode: 2, ...mistake })
    }
  })
})
