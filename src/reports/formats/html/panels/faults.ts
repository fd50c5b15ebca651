import type { FaultResult } from '../../../run-document.ts'
import { milliseconds, number } from '../../texts.ts'
import { html, type Markup, NOTHING } from '../markup.ts'

/** Below this much of the run is left, five good seconds do not fit in. */
const RECOVERY_NEEDS_MS = 5_000

/** What broke when, and how long until it recovered. */
export function faultsPanel(faults: readonly FaultResult[], durationMs: number): Markup {
  return html`<section class="panel" id="faults" aria-labelledby="faults-title">
<h2 id="faults-title">What broke, and how long until it recovered</h2>
${faults.length === 0 ? html`<p class="empty">No fault was planned.</p>` : tableOf(faults, durationMs)}
</section>
`
}

function tableOf(faults: readonly FaultResult[], durationMs: number): Markup {
  return html`${timeline(faults, durationMs)}<div class="scroll" tabindex="0" role="group" aria-labelledby="faults-title"><table>
<thead><tr><th scope="col">fault</th><th scope="col">when</th><th scope="col">recovered after</th></tr></thead>
<tbody>${faults.map((fault, index) => html`<tr><th scope="row"><span class="number">${index + 1}</span> <code>${fault.spec}</code>${hit(fault)}</th><td>${when(fault)}</td><td>${recovery(fault, durationMs)}</td></tr>\n`)}</tbody></table></div>`
}

function when({ startedAtMs, endedAtMs }: FaultResult): string {
  if (startedAtMs === null) return 'never'
  return endedAtMs === null || endedAtMs === startedAtMs ? `at ${milliseconds(startedAtMs)}` : `${milliseconds(startedAtMs)} to ${milliseconds(endedAtMs)}`
}

function hit({ injected, eligible }: FaultResult): Markup {
  if (injected === null) return NOTHING
  return html`<span class="hit">hit ${eligible === null || eligible === injected ? number(injected) : `${number(injected)} of ${number(eligible)}`}</span>`
}

function recovery({ startedAtMs, endedAtMs, recoveryMs }: FaultResult, durationMs: number): Markup {
  if (startedAtMs === null) return html`<span class="bad">never struck</span>`
  if (recoveryMs !== null) return recoveryMs === 0 ? html`<strong>at once</strong>` : html`<strong>${milliseconds(recoveryMs)}</strong>`
  const isTooLate = (endedAtMs ?? startedAtMs) + RECOVERY_NEEDS_MS > durationMs
  return isTooLate ? html`less than 5 s were left` : html`<span class="bad">not before the end</span>`
}

const WIDTH = 600

/** The run as a strip: faults where they were on, and the time until all was well again. */
function timeline(faults: readonly FaultResult[], durationMs: number): Markup {
  const x = (ms: number) => Math.round(Math.min(ms / durationMs, 1) * WIDTH)
  const struck = faults.flatMap(({ startedAtMs, endedAtMs, recoveryMs }, index) => (startedAtMs === null ? [] : [{ label: index + 1, from: startedAtMs, to: endedAtMs ?? startedAtMs, recoveryMs: recoveryMs ?? 0 }]))
  return html`<svg class="timeline" viewBox="0 0 ${WIDTH} 40" aria-hidden="true"><path class="axis" d="M0 22H${WIDTH}"/>
${struck.map(({ label, from, to, recoveryMs }) => html`<rect class="recovery" x="${x(to)}" y="18" width="${x(to + recoveryMs) - x(to)}" height="8"/><rect class="fault" x="${Math.max(0, x(from) - 1)}" y="15" width="${Math.max(3, x(to) - x(from))}" height="14"/><text x="${Math.min(Math.max(x(from), 4), WIDTH - 8)}" y="11">${label}</text>`)}
<text x="0" y="39">0</text><text class="end" x="${WIDTH}" y="39">${milliseconds(durationMs)}</text></svg>`
}
