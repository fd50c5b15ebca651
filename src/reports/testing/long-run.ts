import type { ReportMaterial } from '../report-material.ts'
import { CHANGES_MAX, SELLERS_MAX } from '../digest/run-digest.ts'
import { Histogram, mergeHistograms } from '../histogram.ts'
import { counterMetric, histogramMetric } from '../metrics.ts'
import { documentOf } from './sample-document.ts'
import { changeOf, digestOf, reportDataOf, sellerOf } from './sample-report-data.ts'

const SECONDS = 600
const BOLTS = ['normalise', 'price', 'cost-margin', 'forecast', 'decide', 'publish']
const FAULTS = ['bolt.price:crash@60s', 'cache:down@120s+30s', 'feed.cost:bad_cost,factor=100@240s+60s~0.05', 'feed.inventory:down@400s+120s', 'bolt.publish:crash@598s']

/** Ten minutes with five faults and as many SKUs as a report shows: as large as a report gets. */
export function longRun(name = (index: number) => `Article number ${index}`): ReportMaterial {
  const seconds = Array.from({ length: SECONDS }, (_, second) => ({ second, histogram: latencyOf(second) }))
  const latency = mergeHistograms(seconds.map(({ histogram }) => histogram))
  const rates = Array.from({ length: SECONDS }, (_, second) => 20_000 - (second % 60) * 10)
  const document = documentOf({ metrics: metricsOf(latency), faults: FAULTS.map(faultOf), run: { ...documentOf().run, durationMs: SECONDS * 1000 } })
  return { document, latency, seconds, data: reportDataOf({ rates: { planned: rates, sent: rates }, digest: largeDigest(rates, name) }) }
}

function latencyOf(second: number): Histogram {
  const histogram = new Histogram()
  const slowness = second % 97 === 0 ? 40 : 1
  for (let step = 0; step < 400; step++) histogram.record(Math.round((800 + step * step * 0.5) * slowness), 25)
  return histogram
}

function metricsOf(latency: Histogram) {
  const bolts = BOLTS.map((bolt, index) => [`bolt_latency{bolt:${bolt}}`, histogramMetric('bolt_latency', latencyOf(index + 1))] as const)
  return { ...documentOf().metrics, ...Object.fromEntries(bolts), decision_latency: histogramMetric('decision_latency', latency), decisions: counterMetric('decisions', 20_000_000, SECONDS * 1000) }
}

function faultOf(spec: string) {
  const [, start, length] = /@(\d+)s(?:\+(\d+)s)?/.exec(spec)!
  const startedAtMs = Number(start) * 1000
  return { spec, startedAtMs, endedAtMs: startedAtMs + Number(length ?? 0) * 1000, injected: 120, eligible: 2400, recoveryMs: startedAtMs > 590_000 ? null : 1800 }
}

function largeDigest(processed: readonly number[], name: (index: number) => string) {
  const sku = (index: number) => `SKU-${String(index).padStart(5, '0')}`
  const { explanation } = changeOf()
  return digestOf({
    processed,
    skusChanged: CHANGES_MAX + 400,
    skusCut: CHANGES_MAX + 100,
    changes: Array.from({ length: CHANGES_MAX }, (_, index) => changeOf({ name: name(index), explanation: { ...explanation, sku: sku(index), decisionId: `0:12:${sku(index)}:S01:r2` } })),
    skusSold: 2000,
    sellers: Array.from({ length: SELLERS_MAX }, (_, index) => sellerOf({ sku: sku(index), name: name(index), unitsSold: 400 - index })),
  })
}
