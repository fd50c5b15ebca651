import type { ReportData } from '../../../digest/report-data.ts'
import type { RunDocument, Status } from '../../../run-document.ts'
import { judgeRun } from '../../../verdict.ts'
import { markOf } from '../../paint.ts'
import { milliseconds, NOT_KNOWN, number } from '../../texts.ts'
import { html, type Markup } from '../markup.ts'

const WORDS: Readonly<Record<Status, string>> = { pass: 'Passed', fail: 'Failed', unknown: 'No verdict' }
const INTERRUPTED = 105

/** Did it pass, and why; then the figures that people look for first. */
export function verdictPanel(document: RunDocument, data: ReportData): Markup {
  const { verdict, run, exitCode } = document
  return html`<section class="verdict ${verdict}" aria-labelledby="verdict-title">
<div class="said"><span class="mark" aria-hidden="true">${markOf(verdict)}</span><div>
<h1 id="verdict-title"><span class="word">${WORDS[verdict]}</span> <span class="scenario">${run.scenario}</span></h1>
<p class="why">${sentence(document)}</p>
<p class="faint">${data.scenario.summary}</p></div></div>
<dl class="facts">
<div><dt>run</dt><dd><code>${run.id}</code></dd></div>
<div><dt>started</dt><dd>${started(run.startedAt)}</dd></div>
<div><dt>traffic</dt><dd>${milliseconds(run.durationMs)}, target ${run.target}</dd></div>
<div><dt>seed</dt><dd><code>${run.seed}</code></dd></div>
<div><dt>exit code</dt><dd>${exitCode}</dd></div>
</dl>
${tiles(document)}
</section>
`
}

const started = (at: string): Markup | string => (at === '' ? NOT_KNOWN : html`<time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time>`)

/** The same sentence that decided the verdict. */
function sentence({ thresholds, invariants, metrics, faults, exitCode }: RunDocument): string {
  const isInterrupted = exitCode === INTERRUPTED
  const { message } = judgeRun({ thresholds, invariants, metrics, faults: isInterrupted ? [] : faults })
  return `${isInterrupted ? 'Interrupted. ' : ''}${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`
}

interface Tile {
  readonly label: string
  readonly value: string
  readonly note: string
  readonly isBad?: boolean
}

function tiles(document: RunDocument): Markup {
  return html`<ul class="tiles">${tilesOf(document).map(({ label, value, note, isBad = false }) => html`<li${isBad && BAD}><span class="label">${label}</span><strong>${value}</strong><span class="note">${note}</span></li>`)}</ul>`
}

const BAD = html` class="bad"`

function tilesOf({ metrics }: RunDocument): readonly Tile[] {
  const count = (name: string) => (metrics[name]?.type === 'counter' ? metrics[name].values.count : null)
  const latency = metrics.decision_latency?.type === 'histogram' && metrics.decision_latency.values.count > 0 ? metrics.decision_latency.values : null
  const achieved = metrics.achieved_ratio?.type === 'gauge' ? metrics.achieved_ratio.values.value : null
  const rate = metrics.events_processed?.type === 'counter' ? metrics.events_processed.values.rate : null
  const broken = ['lost', 'duplicate_effects', 'margin_breaches_published', 'stale_reads', 'version_regressions'] as const
  const violations = broken.map(count)
  const found = violations.reduce<number>((sum, each) => sum + (each ?? 0), 0)
  return [
    { label: 'events processed', value: number(count('events_processed')), note: rate === null ? '' : `${number(Math.round(rate))} a second; ${achieved === null ? NOT_KNOWN : percent(achieved)} sent in time` },
    { label: 'decision latency, p99', value: latency ? milliseconds(latency['p(99)'] ?? 0) : NOT_KNOWN, note: latency ? `p50 ${milliseconds(latency.med ?? 0)}, max ${milliseconds(latency.max ?? 0)}` : 'the run was killed before it was written' },
    { label: 'breaches prevented', value: number(count('margin_breaches_prevented')), note: `of ${number(count('decisions'))} decisions` },
    { label: 'under the floor', value: number(count('margin_breaches_published')), note: 'prices published', isBad: (count('margin_breaches_published') ?? 0) > 0 },
    { label: 'lost, doubled, stale', value: violations.includes(null) ? NOT_KNOWN : number(found - (count('margin_breaches_published') ?? 0)), note: 'counted by independent checks', isBad: found > (count('margin_breaches_published') ?? 0) },
  ]
}

/** Never rounded up: 98.99 % is not 99 %. */
const percent = (ratio: number): string => `${Math.floor(ratio * 10_000) / 100} %`
