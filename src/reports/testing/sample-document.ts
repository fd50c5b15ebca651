import { counterMetric, gaugeMetric, histogramMetric } from '../metrics.ts'
import { Histogram } from '../histogram.ts'
import type { InvariantResult, RunDocument, Status } from '../run-document.ts'

export const SHA256 = 'a'.repeat(64)

export const invariant = (name: string, status: Status = 'pass', violations = 0): InvariantResult => ({
  name,
  status,
  checked: 30_000,
  violations,
  examples: violations > 0 ? [{ place: 'log/3:120', problem: 'seen twice', sku: 'SKU-1' }] : [],
})

/** A run of the flash sale that passed; `over` replaces parts of it. */
export function documentOf(over: Partial<RunDocument> = {}): RunDocument {
  const latency = new Histogram()
  for (let us = 1000; us <= 100_000; us += 1000) latency.record(us)
  return {
    schemaVersion: 1,
    run: { id: 'r1', scenario: 'flash-sale', seed: '1', target: 'embedded', version: '0.1.0', startedAt: '2026-11-27T04:30:00.000Z', durationMs: 60_000, command: 'promo simulate flash-sale --seed 1', runDir: '.promo/runs/r1', decisionsSha256: SHA256 },
    metrics: {
      events_processed: counterMetric('events_processed', 1_200_000, 60_000),
      decision_latency: histogramMetric('decision_latency', latency),
      lag: gaugeMetric('lag', 3),
    },
    thresholds: [{ metric: 'decision_latency', expression: 'p(99)<100', actual: 99.007, status: 'pass', message: 'p(99) of decision_latency is 99.007' }],
    invariants: ['lost', 'duplicate_effects', 'margin_breaches_published', 'reexecution'].map((name) => invariant(name)),
    faults: [{ spec: 'bolt.price:crash@30s', startedAtMs: 30_000, endedAtMs: 30_000, injected: 1, eligible: 1, recoveryMs: 812 }],
    verdict: 'pass',
    exitCode: 0,
    ...over,
  }
}
