import { percentOf } from './aggregation.ts'
import type { Threshold } from './threshold.ts'

/** Adds thresholds; one of the same metric, tags and aggregation replaces the earlier one in its place. */
export function mergeThresholds(base: readonly Threshold[], added: readonly Threshold[]): readonly Threshold[] {
  const merged = new Map([...base, ...added].map((threshold) => [`${threshold.key}: ${threshold.aggregation}`, threshold]))
  return [...merged.values()]
}

/** The percentiles that are asked for, by the metric's key: they must be in the document to be judged. */
export function percentilesOf(thresholds: readonly Threshold[]): ReadonlyMap<string, readonly number[]> {
  const asked = new Map<string, number[]>()
  for (const { key, aggregation } of thresholds) {
    const percent = percentOf(aggregation)
    if (percent !== null) asked.set(key, [...(asked.get(key) ?? []), percent])
  }
  return asked
}
