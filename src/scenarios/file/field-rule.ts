import type { Path } from '../resolve/problem.ts'
import { scenarioJsonSchema } from './schema.ts'

/** What the schema says about one field. */
export interface FieldRule {
  readonly rule: string
  readonly example: unknown
  /** Names that an object there may have. */
  readonly fields: readonly string[]
  /** Values that are allowed, where they can be listed. */
  readonly choices: readonly string[]
}

interface Node {
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly additionalProperties?: Node | boolean
  readonly propertyNames?: Node
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
}

/** Walks the JSON Schema down to the field; where a union decides by kind, the kind that was written leads the way. */
export function fieldRule(path: Path, value: unknown): FieldRule {
  let nodes: readonly Node[] = [scenarioJsonSchema() as Node]
  let here = value
  for (const step of path) {
    nodes = nodes.flatMap((node) => variants(node, here)).flatMap((node) => childOf(node, step))
    here = (here as Record<string | number, unknown> | null | undefined)?.[step]
  }
  const described = nodes.find(({ description }) => description)
  const inner = nodes.flatMap((node) => variants(node, here))
  const fields = inner.flatMap(({ properties, propertyNames }) => [...Object.keys(properties ?? {}), ...(propertyNames?.enum ?? []).map(String)])
  return {
    rule: described?.description ?? inner.find(({ description }) => description)?.description ?? `an object with the fields ${fields.join(', ')}`,
    example: described?.examples?.[0],
    fields,
    choices: nodes.flatMap((node) => [...(node.const === undefined ? [] : [String(node.const)]), ...(node.enum ?? []).map(String)]),
  }
}

/** A union's members; of those that carry a kind, only the one that is meant, if there is one. */
function variants(node: Node, value: unknown): readonly Node[] {
  const members = node.anyOf ?? node.oneOf
  if (!members) return [node]
  const kind = (value as { readonly kind?: unknown } | null | undefined)?.kind
  const meant = members.filter((member) => member.properties?.kind?.const === kind)
  return (meant.length ? meant : members).flatMap((member) => variants(member, value))
}

function childOf(node: Node, step: string | number): readonly Node[] {
  if (typeof step === 'number') return node.items ? [node.items] : []
  const named = node.properties?.[step]
  if (named) return [named]
  return typeof node.additionalProperties === 'object' ? [node.additionalProperties] : []
}
