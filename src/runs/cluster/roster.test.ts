import { describe, expect, test } from 'vitest'
import { INPUT_TOPICS } from '../../adapters/kafka/topics.ts'
import { Metrics } from '../../reports/metrics.ts'
import type { Posting } from './postings.ts'
import { Roster, SILENT_MS_MAX } from './roster.ts'

const at = (position: number) => INPUT_TOPICS.map(() => position)
const joined = (by: string, segment: { index: number; of: number } | null = null): Posting => ({ kind: 'joined', by, segment, host: 'here', pid: 1 })
const owns = (by: string, ...partitions: number[]): Posting => ({ kind: 'owns', by, partitions })

function working(by: string, decisions: number, standing: Record<number, number[]> = {}): Posting {
  const window = { startMs: 100, count: decisions, overGate: 0, lagMax: 0 }
  const report = { kind: 'progress' as const, counts: { decisions }, p99Ms: null, seconds: [{ second: 0, encoded: `of ${decisions}` }], windows: [window], bolts: [], cuts: [] }
  return { kind: 'working', by, report, totals: { counts: { decisions }, restarts: [], hits: {}, metrics: new Metrics().snapshot() }, standing }
}

function rosterOf(...postings: readonly Posting[]): Roster {
  const roster = new Roster()
  for (const posting of postings) roster.take(posting, 0)
  return roster
}

describe('the roster of a run', () => {
  test('given nobody came yet, when it is asked what is missing, then it names workers, owners and segments', () => {
    expect(rosterOf().missing(4, 2, 2)).toEqual(['2 of 2 workers', 'an owner of 4 partitions', 'the seed of segment 1/2, segment 2/2'])
  })

  test('given all are there, when it is asked what is missing, then nothing is', () => {
    const seeded = [joined('g', { index: 1, of: 1 }), { kind: 'seeded', by: 'g' } as const]
    expect(rosterOf(joined('a'), joined('b'), owns('a', 0, 1), owns('b', 2, 3), ...seeded).missing(4, 1, 2)).toEqual([])
  })

  test('given a partition changed hands, when its owner is asked for, then it is whoever has it now', () => {
    const roster = rosterOf(joined('a'), joined('b'), owns('a', 0, 1), owns('a', 0), owns('b', 1))
    expect([0, 1, 2].map((partition) => roster.ownerOf(partition))).toEqual(['a', 'b', undefined])
  })

  test('given two come for one segment, when its holder is asked for, then it is the first, and the second as soon as the first is silent for too long', () => {
    const roster = rosterOf(joined('a', { index: 1, of: 2 }), joined('c', { index: 2, of: 2 }), joined('b', { index: 1, of: 2 }))
    expect(roster.holderOf(1, SILENT_MS_MAX)?.by).toBe('a')
    roster.take({ kind: 'seeded', by: 'b' }, SILENT_MS_MAX)
    expect(roster.holderOf(1, SILENT_MS_MAX + 1)?.by).toBe('b')
  })

  test('given two have told where a partition stands, when the lag is asked for, then the further one counts', () => {
    const roster = rosterOf(joined('a'), joined('b'), working('b', 1, { 0: at(7) }), working('a', 1, { 0: at(5) }))
    expect(roster.lag([at(10), at(1)])).toBe((3 + 1) * INPUT_TOPICS.length)
    expect(roster.lag([at(7)])).toBe(0)
  })

  test('given a worker vanished, when totals are asked for, then what it had told last is in them, once', () => {
    const roster = rosterOf(joined('a'), working('a', 3), working('a', 5))
    expect(roster.vanished(SILENT_MS_MAX)).toEqual([])
    expect(roster.vanished(SILENT_MS_MAX + 1).map(({ by }) => by)).toEqual(['a'])
    const [totals] = roster.pipelines
    expect([totals.counts, totals.seconds]).toEqual([{ decisions: 5 }, [{ second: 0, encoded: 'of 5' }]])
    expect(totals.windows.map(({ startMs, count }) => [startMs, count])).toEqual([[0, 0], [100, 5]])
  })

  test('given a worker took its leave, when totals are asked for, then they are what it said at the end', () => {
    const totals = { counts: { decisions: 9 }, restarts: [], hits: {}, metrics: new Metrics().snapshot(), windows: [], seconds: [] }
    const roster = rosterOf(joined('a'), owns('a', 0), working('a', 5), { kind: 'worked', by: 'a', totals })
    expect([roster.pipelines, roster.ownerOf(0), roster.vanished(Infinity)]).toEqual([[totals], undefined, []])
  })
})
