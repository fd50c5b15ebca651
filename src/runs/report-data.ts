import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ReportData } from '../reports/digest/report-data.ts'
import type { RunDigest } from '../reports/digest/run-digest.ts'
import { writeReport } from '../reports/write-report.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { dueBetween } from '../scenarios/shapes/registry.ts'
import type { EventRates } from './threads/rate-recorder.ts'

const FILE = 'report-data.json'

/** What a report shows beyond the document. Without a live run, the schedule says what was planned, and nobody what was sent. */
export function reportDataOf(scenario: Scenario, digest: RunDigest, rates?: EventRates): ReportData {
  const { summary, startsAt, timeZone, catalog, policy } = scenario
  return {
    schemaVersion: 1,
    scenario: { summary, startsAt, timeZone, stores: catalog.stores.length, floorMarginBps: policy.floorMarginBps },
    rates: rates ?? { planned: scheduled(scenario), sent: null },
    digest,
  }
}

function scheduled({ traffic, durationMs }: Scenario): readonly number[] {
  return Array.from({ length: Math.ceil(durationMs / 1000) }, (_, second) => dueBetween(traffic.shape, second * 1000, (second + 1) * 1000, durationMs))
}

export function writeReportData(runDir: string, data: ReportData): void {
  writeReport(join(runDir, FILE), `${JSON.stringify(data)}\n`, runDir)
}

/** null where there is none, or none that this version can read: it can be made again from the log. */
export function readReportData(runDir: string): ReportData | null {
  try {
    const data = JSON.parse(readFileSync(join(runDir, FILE), 'utf8')) as ReportData
    return data.schemaVersion === 1 ? data : null
  } catch {
    return null
  }
}
