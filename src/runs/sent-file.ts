import { join } from 'node:path'
import { writeWhole } from '../adapters/files/write-whole.ts'
import { sumByName } from '../reports/sum-by-name.ts'
import { noCounts } from '../scenarios/admission.ts'
import type { FeedKind } from '../scenarios/scenario.ts'
import type { GeneratorTotals } from './threads/generator-setting.ts'

type Hits = GeneratorTotals['injected'][number]

/**
 * What was handed over and what the log has acknowledged: the checks believe this file, not the pipeline. `ended`: the
 * traffic went to its end and the log had its time to drain.
 */
export function writeSent(runDir: string, totals: GeneratorTotals, ended = false): void {
  const { partitions, planned, sent, duplicatesInjected, inTime, lateByGenerator, lateByBackpressure } = totals
  const generators = [{ generator: 1, partitions }]
  const document = { schemaVersion: 1, generators, planned, sent, duplicatesInjected, inTime, lateByGenerator, lateByBackpressure, ended }
  writeWhole(join(runDir, 'sent.json'), JSON.stringify(document))
}

/** Everything sent so far was due so far, so what is late now is late for good. Null before the first event. */
export function achievedRatioSoFar(totals: GeneratorTotals): number | null {
  const count = sentIn(totals)
  return count === 0 ? null : totals.inTime / count
}

export const sentIn = ({ sent }: GeneratorTotals): number => sumOf(Object.values(sent))

export const rejectedIn = ({ partitions }: GeneratorTotals): number => sumOf(partitions.flatMap(({ rejected }) => Object.values(rejected)))

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)

/** All segments of a schedule as if one generator had sent it. Each knows the whole plan, and makes every fault's draws. */
export function mergeSegments(segments: readonly GeneratorTotals[]): GeneratorTotals {
  const sum = (count: (totals: GeneratorTotals) => number) => segments.reduce((total, each) => total + count(each), 0)
  const furthest = segments.toSorted((a, b) => b.trafficMs - a.trafficMs)[0] ?? { planned: noCounts(), injected: [], trafficMs: 0 }
  return {
    planned: furthest.planned,
    sent: sumByName([noCounts(), ...segments.map(({ sent }) => sent)]) as Record<FeedKind, number>,
    inTime: sum(({ inTime }) => inTime),
    lateByGenerator: sum(({ lateByGenerator }) => lateByGenerator),
    lateByBackpressure: sum(({ lateByBackpressure }) => lateByBackpressure),
    injected: furthest.injected.map((_, fault) => mostHits(segments.map(({ injected }) => injected[fault] ?? null))),
    partitions: segments.flatMap(({ partitions }) => partitions).toSorted((a, b) => a.partition - b.partition),
    duplicatesInjected: sum(({ duplicatesInjected }) => duplicatesInjected),
    rates: { planned: addUp(segments.map(({ rates }) => rates.planned)), sent: addUp(segments.map(({ rates }) => rates.sent)) },
    trafficMs: furthest.trafficMs,
  }
}

const mostHits = (counts: readonly Hits[]): Hits => counts.reduce((most, each) => (each && each.eligible >= (most?.eligible ?? 0) ? each : most), null)

const addUp = (rows: readonly (readonly number[])[]): readonly number[] => {
  const longest = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length: longest }, (_, index) => rows.reduce((sum, row) => sum + (row[index] ?? 0), 0))
}
