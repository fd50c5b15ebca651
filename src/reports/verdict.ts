import { countOf } from './formats/texts.ts'
import { isSaturated, rateToTry } from './saturation.ts'
import type { RunDocument, Status } from './run-document.ts'

/** What a run proved, and why, in one sentence. */
export interface Verdict {
  readonly verdict: Status
  readonly message: string
}

type Judged = Pick<RunDocument, 'thresholds' | 'invariants' | 'metrics'> & Partial<Pick<RunDocument, 'faults'>>

/**
 * fail where anything is broken; unknown where something could not be judged or the generator was the limit, which
 * proves nothing about the pipeline either way, or where a planned fault never struck; else pass. Nothing judged at all is no pass.
 */
export function judgeRun({ thresholds, invariants, metrics, faults = [] }: Judged): Verdict {
  const judged = [...thresholds.map(({ metric, expression, status }) => ({ name: `${metric}: ${expression}`, status })), ...invariants]
  const named = (status: Status) => judged.filter((each) => each.status === status).map(({ name }) => name)
  const [failed, unknown] = [named('fail'), named('unknown')]
  if (failed.length > 0) return { verdict: 'fail', message: `not held: ${failed.join(', ')}` }
  if (isSaturated(metrics)) return { verdict: 'unknown', message: `the generator was the limit, so this run proves nothing about the pipeline; ${rateToTry(metrics)}` }
  if (unknown.length > 0) return { verdict: 'unknown', message: `could not be judged: ${unknown.join(', ')}` }
  const missed = faults.filter(({ startedAtMs }) => startedAtMs === null).map(({ spec }) => spec)
  if (missed.length > 0) return { verdict: 'unknown', message: `planned and never struck: ${missed.join(', ')}` }
  if (judged.length === 0) return { verdict: 'unknown', message: 'nothing was judged' }
  return { verdict: 'pass', message: `${countOf(thresholds.length, 'threshold')} and ${countOf(invariants.length, 'invariant')} held` }
}
