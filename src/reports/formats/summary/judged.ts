import type { FaultResult, InvariantResult, ThresholdResult } from '../../run-document.ts'
import { markOf, type Paint } from '../paint.ts'
import { milliseconds, number } from '../texts.ts'
import type { Line } from './lay-out.ts'

export function thresholdLine({ metric, expression, actual, status, message }: ThresholdResult, paint: Paint): Line {
  // `p(99)<100` is missed by `p(99)=812`: the same words, so that the eye can compare.
  const measured = actual === null ? 'no value' : `${expression.split(/[<>=!]/, 1)[0].trim()}=${number(actual)}`
  const note = status === 'pass' ? undefined : message
  return { mark: paint.status(status, markOf(status)), label: `${metric}: ${expression}`, parts: [measured], note }
}

export function invariantLine({ name, status, checked, violations, examples }: InvariantResult, paint: Paint): Line {
  const counted = `${number(violations)} violations in ${number(checked)} checked`
  const unfinished = status === 'unknown' ? ['could not finish'] : []
  return { mark: paint.status(status, markOf(status)), label: name, parts: [counted, ...unfinished], note: examples[0] && `first ${describe(examples[0])}` }
}

function describe(example: Readonly<Record<string, unknown>>): string {
  const { place, problem, ...facts } = example
  const told = Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`)
  return [`at ${String(place)}: ${String(problem)}`, ...told].join(', ')
}

export function faultLine({ spec, startedAtMs, endedAtMs, injected, eligible, recoveryMs }: FaultResult): Line {
  if (startedAtMs === null) return { label: spec, parts: ['never happened'] }
  const span = endedAtMs === null || endedAtMs === startedAtMs ? `at ${milliseconds(startedAtMs)}` : `${milliseconds(startedAtMs)} to ${milliseconds(endedAtMs)}`
  const hit = injected === null ? [] : [eligible === null ? `hit ${number(injected)}` : `hit ${number(injected)} of ${number(eligible)}`]
  return { label: spec, parts: [span, ...hit, recovery(recoveryMs)] }
}

function recovery(recoveryMs: number | null): string {
  if (recoveryMs === null) return 'no recovery seen'
  return recoveryMs === 0 ? 'within its limits throughout' : `recovered in ${milliseconds(recoveryMs)}`
}
