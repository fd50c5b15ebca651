import type { ReportMaterial } from '../../report-material.ts'
import { loadAssets } from './assets.ts'
import { boltLatency } from './charts/bolt-latency.ts'
import { breaches } from './charts/breaches.ts'
import { latencyOverTime } from './charts/latency-over-time.ts'
import { margins } from './charts/margins.ts'
import { percentileSpectrum } from './charts/percentile-spectrum.ts'
import { rates } from './charts/rates.ts'
import { stock } from './charts/stock.ts'
import { faultBands } from './fault-bands.ts'
import { html, type Markup } from './markup.ts'
import { page } from './page.ts'
import { changesPanel } from './panels/changes.ts'
import { controlPanel } from './panels/control.ts'
import { cutsPanel } from './panels/cuts.ts'
import { faultsPanel } from './panels/faults.ts'
import { judgedPanel } from './panels/judged.ts'
import { metricsPanel } from './panels/metrics.ts'
import { repeatPanel } from './panels/repeat.ts'
import { verdictPanel } from './panels/verdict.ts'

const CONTENTS = [
  ['time', 'Over time'],
  ['distribution', 'Latency'],
  ['margin', 'Margin'],
  ['waterfall', 'Prices'],
  ['stock', 'Stock'],
  ['judged', 'Thresholds'],
  ['repeat', 'Repeat'],
] as const

/** The whole run as one HTML file that asks nobody for anything. */
export function renderReport(material: ReportMaterial): string {
  const { document } = material
  const { run } = document
  const body = html`<a class="skip" href="#main">To the report</a>
<header class="top"><span class="name">promo</span><nav aria-label="Contents"><ul>${CONTENTS.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav><button type="button" id="theme" aria-pressed="false">Dark theme</button></header>
<noscript><p class="noscript">Charts are drawn by a script. Without it, every figure is in the tables below.</p></noscript>
${mainOf(material)}
<footer><p>promo ${run.version}, run <code>${run.id}</code>. This file holds everything it shows and sends nothing anywhere.</p></footer>`
  return page(`${document.verdict}: ${run.scenario} (${run.id})`, body, loadAssets())
}

function mainOf({ document, latency, seconds, data }: ReportMaterial): Markup {
  const { faults, metrics, invariants, run } = document
  const bands = faultBands(faults, run.durationMs / 1000)
  const { digest, scenario } = data
  const isTimed = latency.count > 0
  return html`<main id="main" tabindex="-1">
${verdictPanel(document, data)}
<div class="columns first-look">${faultsPanel(faults, run.durationMs)}${cutsPanel(digest, invariants)}</div>
<section id="time" aria-labelledby="time-title"><h2 id="time-title">Over time</h2>${isTimed ? latencyOverTime(seconds, latency, bands) : NOT_TIMED}${rates(data, bands)}</section>
<section id="distribution" aria-labelledby="distribution-title"><h2 id="distribution-title">Latency</h2>${isTimed && html`<div class="columns">${percentileSpectrum(latency)}${boltLatency(metrics)}</div>`}${!isTimed && NOT_TIMED}</section>
<section id="margin" aria-labelledby="margin-title"><h2 id="margin-title">Margin</h2><div class="columns">${margins(digest.margins, scenario.floorMarginBps)}${breaches(digest)}</div></section>
${changesPanel(digest, scenario.startsAt)}
<section aria-labelledby="stock-heading"><h2 id="stock-heading">Stock</h2>${stock(digest)}</section>
${judgedPanel(document)}
${controlPanel(document)}
${metricsPanel(metrics)}
${repeatPanel(run)}
</main>`
}

const NOT_TIMED = html`<p class="empty">Latencies are written at the end of a run; this one was killed before.</p>`
