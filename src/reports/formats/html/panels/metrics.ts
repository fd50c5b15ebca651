import { METRICS, type MetricName, nameInKey } from '../../../metric-names.ts'
import type { Metric, MetricsMap } from '../../../run-document.ts'
import { number } from '../../texts.ts'
import { html, type Markup } from '../markup.ts'

/** Every metric of the document, under the names it has everywhere else. */
export function metricsPanel(metrics: MetricsMap): Markup {
  const entries = Object.entries(metrics)
  return html`<section id="metrics" aria-labelledby="metrics-title">
<h2 id="metrics-title">All metrics</h2>
<details class="data"><summary>${number(entries.length)} metrics</summary><div class="scroll" tabindex="0" role="group" aria-labelledby="metrics-title"><table>
<thead><tr><th scope="col">metric</th><th scope="col">values</th><th scope="col">unit</th><th scope="col">meaning</th></tr></thead>
<tbody>${entries.map(([key, metric]) => html`<tr><th scope="row"><code>${key}</code></th><td class="values">${valuesOf(metric)}</td><td>${metric.unit}</td><td class="text">${METRICS[nameInKey(key) as MetricName]?.meaning ?? ''}</td></tr>\n`)}</tbody></table></div></details>
</section>
`
}

function valuesOf({ values }: Metric): Markup {
  const known = Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== null)
  return html`${known.map(([name, value]) => html`<span><i>${name}</i> ${number(value)}</span> `)}`
}
