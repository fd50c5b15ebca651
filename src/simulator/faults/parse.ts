import { parseDuration } from '../../engine/kernel/durations.ts'
import { didYouMean } from '../../engine/kernel/nearest-word.ts'
import type { AttributeValue } from '../../faults/fault.ts'
import { type Origin, refusal } from '../../faults/refusal.ts'
import { parseTarget } from '../../faults/targets.ts'
import { splitText, type WrittenFault } from '../../faults/written-fault.ts'
import { kindOf, WORLD_FAULTS, type WorldAttribute, type WorldFaultKind } from './kinds.ts'
import { worldFault, type WorldFault } from './world-fault.ts'

/** A fault of the simulated world from its text, in a run of `trafficMs`; throws `UserError` with the place of `origin`. */
export function parseWorldFault(text: string, trafficMs: number, origin: Origin): WorldFault {
  const written = splitText(text, origin)
  const target = parseTarget(written.target, origin)
  const kind = kindOf(target.name, written.kind)
  if (!kind) throw unknownKind(written, target.name, origin)
  checkPart(kind, target.part, written, origin)
  const attributes = Object.fromEntries(readAttributes(kind, written, origin))
  const startMs = readTime(written.start ?? '0s', written, origin)
  const endMs = startMs + readLength(kind, written, startMs, trafficMs, origin)
  if (startMs >= trafficMs || endMs > trafficMs) throw late(written, trafficMs, origin)
  return worldFault({ target, kind, attributes, startMs, endMs, probability: readProbability(kind, written, origin) })
}

function unknownKind({ kind, whole }: WrittenFault, target: string, origin: Origin): Error {
  const known = WORLD_FAULTS.filter((each) => each.target === target).map((each) => each.kind)
  const rule = known.length === 0 ? `the simulated world has no faults on ${target}` : `on ${target} the simulated world has ${known.join(', ')}`
  return refusal(origin, whole, { code: 'unknown_fault', message: `there is no fault "${kind}" on ${target} in the simulated world`, rule, fix: didYouMean(kind, known) || 'take another kind or another target' })
}

function checkPart({ target, parts, isPartOptional }: WorldFaultKind, part: string | undefined, { whole }: WrittenFault, origin: Origin): void {
  if (part === undefined && (!parts || isPartOptional)) return
  if (part !== undefined && parts?.includes(part)) return
  const rule = parts ? `${target}.<name>, and a name is one of ${parts.join(', ')}` : `${target} has no parts here`
  throw refusal(origin, whole, { code: `unknown_${target}`, message: `"${whole}" does not name a ${target} of the simulated world`, rule, fix: didYouMean(part ?? '', parts ?? []) || `for example ${target}${parts ? `.${parts[0]}` : ''}` })
}

function readAttributes({ kind, attributes = {} }: WorldFaultKind, { attributes: written, whole }: WrittenFault, origin: Origin): readonly (readonly [string, AttributeValue])[] {
  const given = new Map(written)
  for (const name of given.keys()) {
    if (Object.hasOwn(attributes, name)) continue
    const rule = Object.keys(attributes).length === 0 ? `"${kind}" has no attributes here` : `attributes of "${kind}" here: ${Object.keys(attributes).join(', ')}`
    throw refusal(origin, whole, { code: 'unknown_attribute', message: `"${kind}" has no attribute "${name}" in the simulated world`, rule, fix: didYouMean(name, Object.keys(attributes)) || 'leave it out' })
  }
  return Object.entries(attributes).map(([name, attribute]) => [name, readValue(name, attribute, given.get(name), whole, origin)] as const)
}

function readValue(name: string, attribute: WorldAttribute, text: string | undefined, whole: string, origin: Origin): AttributeValue {
  const value = text === undefined ? defaultOf(attribute) : parsed(attribute, text)
  if (value !== undefined) return value
  throw refusal(origin, whole, { code: 'bad_attribute', message: `"${text ?? ''}" is no ${name}`, rule: `${name} is ${ruleOf(attribute)}`, fix: `for example ${name}=${exampleOf(attribute)}` })
}

const defaultOf = (attribute: WorldAttribute) => (attribute.type === 'choice' ? attribute.default : undefined)

function parsed(attribute: WorldAttribute, text: string): AttributeValue | undefined {
  if (attribute.type === 'choice') return attribute.choices.find((choice) => choice === text)
  if (attribute.type === 'number') return /^\d{1,6}(\.\d{1,6})?$/.test(text) && Number(text) > 0 ? Number(text) : undefined
  const ms = parseDuration(text)
  return ms !== undefined && ms >= 1 && ms <= attribute.toMs ? ms : undefined
}

const ruleOf = (attribute: WorldAttribute) => (attribute.type === 'choice' ? `one of ${attribute.choices.join(', ')}` : attribute.type === 'number' ? 'a number above 0' : `a duration from 1ms to ${attribute.toMs}ms`)
const exampleOf = (attribute: WorldAttribute) => (attribute.type === 'time' ? `${attribute.toMs / 2}ms` : attribute.choices[0])

function readTime(text: string, { whole }: WrittenFault, origin: Origin): number {
  const ms = parseDuration(text)
  if (ms !== undefined) return ms
  throw refusal(origin, whole, { code: 'bad_duration', message: `"${text}" is no time of a fault`, rule: 'a duration with its unit: 500ms, 30s', fix: 'for example @4s+2s' })
}

function readLength({ kind, timing }: WorldFaultKind, written: WrittenFault, startMs: number, trafficMs: number, origin: Origin): number {
  const { duration, whole } = written
  if (timing !== 'instant') return duration === undefined ? Math.max(0, trafficMs - startMs) : readTime(duration, written, origin)
  if (duration === undefined) return 0
  throw refusal(origin, whole, { code: 'meaningless_fault', message: `"${kind}" happens at an instant and has no duration`, rule: 'target:kind@start', fix: `leave +${duration} out` })
}

function late({ whole }: WrittenFault, trafficMs: number, origin: Origin): Error {
  return refusal(origin, whole, { code: 'fault_past_the_end', message: `"${whole}" does not end with the traffic`, rule: `traffic lasts ${trafficMs}ms, and all faults are over by then`, fix: 'begin it earlier, or make it shorter' })
}

function readProbability({ kind, timing }: WorldFaultKind, { probability, whole }: WrittenFault, origin: Origin): number {
  if (probability === undefined) return 1
  const value = timing === 'per_record' && /^\d(\.\d{1,9})?$/.test(probability) ? Number(probability) : NaN
  if (value >= 0 && value <= 1) return value
  throw refusal(origin, whole, { code: 'bad_probability', message: `"${probability}" is no probability of "${kind}"`, rule: 'faults that hit records one by one have one, from 0 to 1', fix: `leave ~${probability} out` })
}
