import { sumByName } from '../reports/sum-by-name.ts'
import type { PipelineReport } from './threads/thread-reports.ts'

/** What those who run partitions have reported, as one: counts added up, and the slowest one's latency over the last second. */
export function together(reports: readonly PipelineReport[]) {
  const latencies = reports.flatMap(({ p99Ms }) => p99Ms ?? [])
  return { reports, counts: sumByName(reports.map(({ counts }) => counts)), p99Ms: latencies.length === 0 ? null : Math.max(...latencies) }
}
