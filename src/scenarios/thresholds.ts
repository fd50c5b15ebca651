/** What no pipeline may do, whatever the scenario. */
export const DEFAULT_THRESHOLDS: readonly string[] = [
  'margin_breaches_published: count==0',
  'lost: count==0',
  'duplicate_effects: count==0',
  'stale_reads: count==0',
  'version_regressions: count==0',
  'achieved_ratio: value>=0.99',
]

/** Adds thresholds; one of the same metric, tags and aggregation replaces the earlier one in its place. */
export function mergeThresholds(base: readonly string[], added: readonly string[]): readonly string[] {
  const merged = new Map([...base, ...added].map((threshold) => [subjectOf(threshold), threshold]))
  return [...merged.values()]
}

/** All before the operator, spaces aside: `decision_latency{phase:recovery}:p(99)`. */
export function subjectOf(threshold: string): string {
  return threshold.replaceAll(/\s/g, '').split(/[<>=!]/, 1)[0]
}
