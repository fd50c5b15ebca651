import { metricKey } from '../../../metric-names.ts'
import type { HistogramValues, MetricsMap } from '../../../run-document.ts'
import { milliseconds } from '../../texts.ts'
import { html, type Markup, NOTHING } from '../markup.ts'

const WIDTH = 300
const HEIGHT = 18
/** The finest that is measured. */
const LEAST_MS = 0.001
/** In the order in which an event meets them. */
const BOLTS = ['normalise', 'price', 'cost-margin', 'forecast', 'decide', 'publish']
const PREFIX = 'bolt_latency{bolt:'

interface Row {
  readonly bolt: string
  readonly values: HistogramValues
}

/** Where the time goes: each bolt from its median over its p99 to its slowest call, on one logarithmic axis. */
export function boltLatency(metrics: MetricsMap): Markup {
  const rows = rowsOf(metrics)
  if (rows.length === 0) return NOTHING
  const mostMs = Math.max(...rows.map(({ values }) => values.max ?? LEAST_MS))
  const slowest = rows.reduce((slowest, row) => ((row.values['p(99)'] ?? 0) > (slowest.values['p(99)'] ?? 0) ? row : slowest))
  return html`<figure id="bolts" aria-labelledby="bolts-title">
<h3 id="bolts-title">Latency of each bolt</h3>
<p class="summary">Time in one call; one call in 64 is timed. The slowest at its p99 is ${slowest.bolt}, with ${milliseconds(slowest.values['p(99)'] ?? 0)}. The bar goes from p50 to p99, the line on to the maximum, on a logarithmic axis.</p>
<div class="scroll" tabindex="0" role="group" aria-labelledby="bolts-title"><table class="bars">
<thead><tr><th scope="col">bolt</th><th scope="col" class="drawn"><span class="visually-hidden">range</span></th><th scope="col">p50</th><th scope="col">p99</th><th scope="col">p99.9</th><th scope="col">max</th></tr></thead>
<tbody>${rows.map(({ bolt, values }) => html`<tr><th scope="row">${bolt}</th><td class="drawn">${range(values, mostMs)}</td>${[values.med, values['p(99)'], values['p(99.9)'], values.max].map((ms) => html`<td>${time(ms)}</td>`)}</tr>\n`)}</tbody></table></div>
</figure>
`
}

function rowsOf(metrics: MetricsMap): readonly Row[] {
  const known = new Set([...BOLTS, ...Object.keys(metrics).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length, -1))])
  return [...known].flatMap((bolt) => {
    const metric = metrics[metricKey('bolt_latency', { bolt })]
    return metric?.type === 'histogram' && metric.values.count > 0 ? [{ bolt, values: metric.values }] : []
  })
}

function range({ med, 'p(99)': p99, max }: HistogramValues, mostMs: number): Markup {
  const x = (ms: number | null) => Math.round((Math.log(Math.max(ms ?? 0, LEAST_MS) / LEAST_MS) / Math.log(mostMs / LEAST_MS)) * WIDTH)
  const middle = HEIGHT / 2
  return html`<svg class="range" viewBox="-4 0 ${WIDTH + 8} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true"><path class="axis" d="M0 ${middle}H${WIDTH}"/><path class="whisker" d="M${x(med)} ${middle}H${x(max)}M${x(max)} ${middle - 4}v8"/><rect x="${x(med)}" y="${middle - 5}" width="${Math.max(2, x(p99) - x(med))}" height="10"/></svg>`
}

/** What is faster than a microsecond is measured as 0. */
const time = (ms: number | null): string => (ms === 0 ? '< 1 µs' : milliseconds(ms ?? 0))
