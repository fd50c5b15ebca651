import type { MetricsMap } from './run-document.ts'

/** Share of what the generator could send that it can keep up without being late. */
const HEADROOM = 0.9

/** Whether the generator, not the pipeline, was the limit of the run. */
export function isSaturated(metrics: MetricsMap): boolean {
  const metric = metrics.generator_saturated
  return metric?.type === 'gauge' && metric.values.value === 1
}

/** What to do about a saturated generator, as the end of a sentence. */
export function rateToTry(metrics: MetricsMap): string {
  const rate = sustainableRate(metrics)
  return rate === null ? 'try a lower --rate' : `try --rate ${rate}`
}

/** Two digits of nine tenths of what was sent: more would be a false promise. */
function sustainableRate(metrics: MetricsMap): number | null {
  const sent = metrics.events_sent
  if (sent?.type !== 'counter' || sent.values.rate === null) return null
  const rate = sent.values.rate * HEADROOM
  const step = 10 ** Math.max(0, Math.floor(Math.log10(rate)) - 1)
  const rounded = Math.floor(rate / step) * step
  return rounded >= 1 ? rounded : null
}
