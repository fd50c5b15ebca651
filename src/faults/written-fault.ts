import { didYouMean } from '../engine/kernel/nearest-word.ts'
import { type Origin, refusal } from './refusal.ts'

/** The parts of a fault as they were written, nothing judged yet. */
export interface WrittenFault {
  /** All of it, for messages. */
  readonly whole: string
  readonly target: string
  readonly kind: string
  readonly attributes: readonly (readonly [name: string, value: string])[]
  readonly start?: string
  readonly duration?: string
  readonly probability?: string
}

/** The long form, as scenario files may have it. */
export interface FaultObject {
  readonly target: string
  readonly kind: string
  readonly attributes?: Readonly<Record<string, string | number>>
  readonly start?: string
  readonly duration?: string
  readonly probability?: number
}

export const FAULT_GRAMMAR = 'target:kind[,attribute=value…][@start[+duration]][~probability]'
const EXAMPLE = 'for example cache:down@40s+10s'
const LENGTH_MAX = 200
const OBJECT_FIELDS = ['target', 'kind', 'attributes', 'start', 'duration', 'probability']

const SHAPE = /^(?<target>[^\s:,@+~]+):(?<kind>[^\s:,@+~]+)(?<attributes>(?:,[^\s,@~]+)*)(?:@(?<start>[^\s@+~]+)(?:\+(?<duration>[^\s@+~]+))?)?(?:~(?<probability>[^\s@+~]+))?$/

/** Takes the short form apart. */
export function splitText(text: string, origin: Origin): WrittenFault {
  const groups = text.length <= LENGTH_MAX ? SHAPE.exec(text)?.groups : undefined
  if (!groups) throw malformed(text, origin)
  const { target, kind, attributes, start, duration, probability } = groups
  const pairs = attributes.split(',').slice(1).map((attribute) => splitAttribute(attribute, text, origin))
  return { whole: text, target, kind, attributes: pairs, start, duration, probability }
}

/** Takes the long form apart; the caller may hand over anything. */
export function splitObject(value: unknown, origin: Origin): WrittenFault {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(shown(value), origin)
  const whole = shown(value)
  const fields = value as Record<string, unknown>
  for (const name of Object.keys(fields)) checkField(name, whole, origin)
  const text = (name: string) => optionalText(fields[name], name, whole, origin)
  const [target, kind] = [text('target'), text('kind')]
  if (target === undefined || kind === undefined) throw malformed(whole, origin)
  const attributes = attributePairs(fields.attributes, whole, origin)
  return { whole, target, kind, attributes, start: text('start'), duration: text('duration'), probability: text('probability') }
}

function malformed(value: string, origin: Origin): Error {
  return refusal(origin, clipped(value), { code: 'bad_fault', message: `"${clipped(value)}" is not a fault`, rule: FAULT_GRAMMAR, fix: EXAMPLE })
}

function splitAttribute(attribute: string, whole: string, origin: Origin): readonly [string, string] {
  const at = attribute.indexOf('=')
  if (at <= 0 || at === attribute.length - 1) {
    throw refusal(origin, attribute, { code: 'bad_fault', message: `"${attribute}" in "${whole}" is not attribute=value`, rule: FAULT_GRAMMAR, fix: 'for example feed.cost:bad_cost,factor=100' })
  }
  return [attribute.slice(0, at), attribute.slice(at + 1)]
}

function checkField(name: string, whole: string, origin: Origin): void {
  if (OBJECT_FIELDS.includes(name)) return
  const rule = `the fields of a fault are ${OBJECT_FIELDS.join(', ')}`
  throw refusal(origin, clipped(name), { code: 'bad_fault', message: `"${clipped(name)}" is not a field of a fault in ${whole}`, rule, fix: didYouMean(name, OBJECT_FIELDS) || 'leave it out' })
}

function attributePairs(value: unknown, whole: string, origin: Origin): readonly (readonly [string, string])[] {
  if (value === undefined) return []
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(whole, origin)
  return Object.entries(value).map(([name, given]) => [name, optionalText(given, name, whole, origin) ?? ''])
}

function optionalText(value: unknown, name: string, whole: string, origin: Origin): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw refusal(origin, clipped(shown(value)), { code: 'bad_fault', message: `"${clipped(name)}" in ${whole} is neither text nor a number`, rule: FAULT_GRAMMAR, fix: EXAMPLE })
}

/** `String(value)` fails on objects without a prototype, and JSON on circles and big integers. */
function shown(value: unknown): string {
  try {
    return clipped(JSON.stringify(value) ?? typeof value)
  } catch {
    return typeof value
  }
}

const clipped = (text: string) => (text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text)
