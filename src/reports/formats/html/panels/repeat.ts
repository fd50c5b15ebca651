import type { RunFacts } from '../../../run-document.ts'
import { NOT_KNOWN } from '../../texts.ts'
import { html, type Markup } from '../markup.ts'

/** How to have this run again, and how to see that it is the same. */
export function repeatPanel({ command, seed, version, decisionsSha256, runDir }: RunFacts): Markup {
  const commands: readonly (readonly [string, string])[] = [
    ['the same run again', command],
    ['all invariants again, and the re-execution', `promo verify ${runDir ?? 'last'}`],
  ]
  return html`<section id="repeat" aria-labelledby="repeat-title">
<h2 id="repeat-title">How to repeat it</h2>
${commands.map(([label, text], index) => html`<div class="command"><span class="label" id="command-${index}">${label}</span><pre tabindex="0" role="group" aria-labelledby="command-${index}"><code>${text}</code></pre><button type="button" data-copy="${text}" aria-describedby="command-${index}">Copy</button></div>`)}
<dl class="facts"><div><dt>seed</dt><dd><code>${seed}</code></dd></div><div><dt>promo</dt><dd>${version}</dd></div><div><dt>digest of all decisions (SHA-256)</dt><dd><code class="long">${decisionsSha256 ?? NOT_KNOWN}</code></dd></div></dl>
<p class="faint">The same seed and version make the same catalogue, traffic and faults. How threads interleave differs from run to run; the order that was taken is in the log, and executing the log again gives the digest above.</p>
</section>
`
}
