import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../engine/pricing/policy.ts'
import { PROMOTION_KINDS } from '../../engine/pricing/promotions/registry.ts'
import { fieldRule } from './field-rule.ts'
import { scenarioJsonSchema } from './schema.ts'

interface Node {
  readonly description?: string
  readonly anyOf?: readonly Node[]
  readonly properties?: Readonly<Record<string, Node>>
}

const schema = scenarioJsonSchema() as Node

describe('the JSON Schema', () => {
  it('in schemas/ is current', () => {
    const file = fileURLToPath(new URL('../../../schemas/scenario.schema.json', import.meta.url))
    expect(JSON.parse(readFileSync(file, 'utf8')), 'write it again: node scripts/make-scenario-schema.mjs').toEqual(schema)
  })

  it('describes every field, for editors and for our own messages', () => {
    const bare = (node: Node, path: string): string[] =>
      Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
        const described = [child, ...(child.anyOf ?? [])].some(({ description }) => description)
        const own = described || child.properties ? [] : [`${path}.${name}`]
        return [...own, ...bare(child, `${path}.${name}`)]
      })
    expect(bare(schema, '')).toEqual([])
  })

  it('knows every field of the policy', () => {
    const flatten = (policy: object, path: string): string[] =>
      Object.entries(policy).flatMap(([name, value]) => (typeof value === 'object' ? flatten(value as object, `${path}.${name}`) : [`${path}.${name.replace(/Ms$/, '')}`]))
    const properties = (node: Node, path: string): string[] =>
      Object.entries(node.properties ?? {}).flatMap(([name, child]) => (child.properties ? properties(child, `${path}.${name}`) : [`${path}.${name}`]))
    const known = properties(schema.properties?.policy as Node, '')
    expect(known.filter((field) => field !== '.allowLowFloor').sort()).toEqual(flatten(DEFAULT_POLICY, '').sort())
  })
})

describe('fieldRule', () => {
  it('knows every kind of promotion', () => {
    expect(fieldRule(['promotions', 0, 'kind'], { promotions: [{ kind: 'unknown' }] }).choices).toEqual(Object.keys(PROMOTION_KINDS))
  })

  it('goes by the kind that was written', () => {
    const value = { promotions: [{ kind: 'amount-off' }] }
    expect(fieldRule(['promotions', 0], value).fields).toContain('offMinor')
    expect(fieldRule(['promotions', 0], value).fields).not.toContain('offBps')
  })
})
