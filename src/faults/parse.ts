import { didYouMean } from '../engine/kernel/nearest-word.ts'
import { parseDuration } from '../engine/kernel/durations.ts'
import { type FaultSpec, type FaultTarget, targetText } from './fault.ts'
import { formatFault } from './format.ts'
import { readAttributes } from './attributes.ts'
import { FAULT_KINDS } from './kinds/registry.ts'
import { type Origin, refusal } from './refusal.ts'
import { parseTarget } from './targets.ts'
import { allKinds, hasProbability, standing, whatWorks } from './what-works.ts'
import { type FaultObject, splitObject, splitText, type WrittenFault } from './written-fault.ts'

const DURATION_RULE = 'a duration with its unit: 500ms, 30s, 5m, 1h'
const DECIMAL = /^\d{1,3}(\.\d{1,30})?(e-\d{1,3})?$/

/** A fault from its text or its object form; throws `UserError` with the place of `origin`. */
export function parseFault(written: string | FaultObject, origin: Origin): FaultSpec {
  return judge(typeof written === 'string' ? splitText(written, origin) : splitObject(written, origin), origin)
}

function judge(written: WrittenFault, origin: Origin): FaultSpec {
  const { kind } = written
  const target = parseTarget(written.target, origin)
  checkKind(kind, target, origin)
  const attributes = readAttributes(kind, written.attributes, origin)
  const startMs = readDuration(written.start ?? '0s', 0, 'start', origin)
  const durationMs = readLength(written, origin)
  const probability = readProbability(written, origin)
  const judged = { target, kind, attributes, startMs, durationMs, probability }
  return { text: formatFault(judged), ...judged }
}

function checkKind(kind: string, target: FaultTarget, origin: Origin): void {
  const where = targetText(target)
  const rule = `what works: ${whatWorks()}`
  switch (standing(kind, target)) {
    case 'works':
      return
    case 'to_come':
      throw refusal(origin, kind, { code: 'fault_not_there_yet', message: `the fault "${kind}" on ${where} is not there yet`, rule, fix: 'take one of those that work' })
    case 'meaningless':
      throw refusal(origin, `${where}:${kind}`, { code: 'meaningless_fault', message: `"${kind}" means nothing on ${where}`, rule, fix: 'take another target or another kind' })
    case 'no_such_kind':
      throw refusal(origin, kind, { code: 'unknown_fault', message: `there is no fault "${kind}"`, rule, fix: didYouMean(kind, allKinds()) || 'take one of those that work' })
  }
}

function readDuration(text: string, minMs: number, what: string, origin: Origin): number {
  const durationMs = parseDuration(text)
  if (durationMs !== undefined && durationMs >= minMs) return durationMs
  const bound = minMs > 0 ? ', more than 0' : ''
  const fix = /^\d+(\.\d+)?$/.test(text) ? `did you mean ${text}s?` : 'for example @40s+10s'
  throw refusal(origin, text, { code: 'bad_duration', message: `"${text}" is no ${what} of a fault`, rule: `${DURATION_RULE}${bound}`, fix })
}

function readLength({ kind, duration, whole }: WrittenFault, origin: Origin): number | null {
  if (duration === undefined) return null
  if (FAULT_KINDS[kind].timing === 'instant' && !FAULT_KINDS[kind].comesBack) {
    throw refusal(origin, whole, { code: 'meaningless_fault', message: `"${kind}" happens at an instant and has no duration`, rule: 'target:kind@start', fix: `leave +${duration} out` })
  }
  return readDuration(duration, 1, 'duration', origin)
}

function readProbability({ kind, probability: text }: WrittenFault, origin: Origin): number {
  if (text === undefined) return 1
  if (!hasProbability(kind)) {
    throw refusal(origin, text, { code: 'bad_probability', message: `"${kind}" hits its target as a whole and has no probability`, rule: 'only faults that hit records or connections one by one have one', fix: `leave ~${text} out` })
  }
  const probability = DECIMAL.test(text) ? Number(text) : NaN
  if (probability >= 0 && probability <= 1) return probability
  throw refusal(origin, text, { code: 'bad_probability', message: `"${text}" is no probability`, rule: 'a number from 0 to 1', fix: 'for example ~0.05' })
}
