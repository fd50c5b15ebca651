import type { RunDocument } from '../../reports/run-document.ts'
import { explain } from '../explain.ts'
import { findCutDecision } from '../examples.ts'
import { prepareRun } from '../prepare-run.ts'
import type { Progress } from '../progress.ts'
import { simulate } from '../simulate.ts'
import type { Act, Moment } from './act.ts'

/** Longer than any act takes on a slow machine; the whole demo stays within three and a half minutes. */
const ACT_MAX_MS = 60_000

export interface PlayOptions {
  readonly onMoments: (moments: readonly Moment[]) => void
  readonly onProgress: (progress: Progress) => void
  readonly signal: AbortSignal
}

/** How an act ended. */
export interface PlayedAct {
  readonly runDir: string
  readonly document: RunDocument
  readonly endedAsItShould: boolean
  /** The run’s own last words, and the explanation of a price where the act has one. */
  readonly ending: readonly string[]
  readonly explanation: readonly string[]
}

/** A real run in a folder of its own, as `promo simulate` would make it. */
export async function playAct({ scenario: name, overrides, moments, endedAsItShould, explainsCut }: Act, { onMoments, onProgress, signal }: PlayOptions): Promise<PlayedAct> {
  const { dir: runDir, scenario } = await prepareRun({ scenario: name, overrides, on: { target: 'embedded' }, force: false, reports: [] })
  onMoments(moments(scenario))
  const { document, ending } = await simulate({ scenario, outDir: runDir, command: commandOf(name, overrides), onProgress, signal, maxTimeMs: ACT_MAX_MS })
  const cut = explainsCut ? findCutDecision(runDir, scenario) : null
  const explanation = cut === null ? [] : (await explain({ runDir, query: cut })).lines
  return { runDir, document, endedAsItShould: endedAsItShould(document), ending, explanation }
}

/** What repeats an act without the demo around it. */
function commandOf(name: string, { rate, durationMs, skus, stores, seed, faults = [] }: Act['overrides']): string {
  const flags = [`--rate ${rate}`, `--duration ${durationMs}ms`, `--skus ${skus}`, `--stores ${stores}`, ...faults.map((fault) => `--fault '${fault}'`), `--seed ${seed}`]
  return `promo simulate ${name} ${flags.join(' ')}`
}
