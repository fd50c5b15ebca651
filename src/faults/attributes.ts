import { didYouMean } from '../engine/kernel/nearest-word.ts'
import type { AttributeValue } from './fault.ts'
import { FAULT_KINDS } from './kinds/registry.ts'
import { type Origin, refusal } from './refusal.ts'

type Pairs = readonly (readonly [name: string, value: string])[]

/** The attributes of a fault of this kind, defaults filled in, in the order of the kind's own list. */
export function readAttributes(kind: string, written: Pairs, origin: Origin): Readonly<Record<string, AttributeValue>> {
  const { attributes } = FAULT_KINDS[kind]
  const given = new Map<string, string>()
  for (const [name, value] of written) {
    if (!Object.hasOwn(attributes, name)) throw unknownAttribute(kind, name, origin)
    if (given.has(name)) throw refusal(origin, `${name}=${value}`, { code: 'bad_attribute', message: `"${kind}" is given ${name} twice`, rule: 'each attribute once', fix: 'leave one of them out' })
    given.set(name, value)
  }
  return Object.fromEntries(Object.keys(attributes).map((name) => [name, readValue(kind, name, given.get(name), origin)]))
}

function readValue(kind: string, name: string, text: string | undefined, origin: Origin): AttributeValue {
  const attribute = FAULT_KINDS[kind].attributes[name]
  const { summary, rule, example } = attribute
  if (text === undefined) {
    if (attribute.default !== undefined) return attribute.default
    throw refusal(origin, kind, { code: 'missing_attribute', message: `"${kind}" needs ${name}: ${summary}`, rule: `${name} is ${rule}`, fix: `for example ${kind},${name}=${example}` })
  }
  const value = attribute.parse(text)
  if (value === undefined) throw refusal(origin, text, { code: 'bad_attribute', message: `"${text}" is no ${name} of "${kind}"`, rule: `${name} is ${rule}`, fix: `for example ${name}=${example}` })
  return value
}

function unknownAttribute(kind: string, name: string, origin: Origin): Error {
  const known = Object.keys(FAULT_KINDS[kind].attributes)
  const rule = known.length === 0 ? `"${kind}" has no attributes` : `attributes of "${kind}": ${known.join(', ')}`
  return refusal(origin, name, { code: 'unknown_attribute', message: `"${kind}" has no attribute "${name}"`, rule, fix: didYouMean(name, known) || 'leave it out' })
}
