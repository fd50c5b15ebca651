import { describe, expect, it } from 'vitest'
import { parseFault } from '../parse.ts'
import { parseTarget } from '../targets.ts'
import { listFaults } from '../what-works.ts'
import { FAULT_KINDS, KINDS_TO_COME } from './registry.ts'

const origin = { place: '--fault', exitCode: 2 } as const

describe.each(listFaults())('$kind', ({ kind, example, targets, attributes }) => {
  it('has an example that works, in its shortest form', () => {
    expect(parseFault(example, origin)).toMatchObject({ kind, text: example })
  })

  it('has targets that the grammar knows', () => {
    for (const target of targets) expect(() => parseTarget(target.replace(/<\w+>/, 'x'), origin), target).not.toThrow()
  })

  it('has examples and defaults of attributes that keep their own rules', () => {
    for (const attribute of Object.values(FAULT_KINDS[kind].attributes)) {
      expect(attribute.parse(attribute.example)).not.toBeUndefined()
      if (attribute.default !== undefined) expect(attribute.parse(String(attribute.default))).toBe(attribute.default)
    }
    for (const { summary, rule } of attributes) expect(`${summary} ${rule}`).toMatch(/\w+ \w+/)
  })
})

it('lists only what works', () => {
  expect(listFaults().map(({ kind, targets, hasProbability }) => [kind, targets, hasProbability])).toEqual([
    ['crash', ['bolt.<name>'], false],
    ['down', ['feed.<kind>', 'cache'], false],
    ['bad_cost', ['feed.cost'], true],
    ['duplicate', ['feed.<kind>', 'log'], true],
  ])
})

it('promises nothing that is there already', () => {
  for (const [kind, targets] of Object.entries(KINDS_TO_COME)) {
    for (const target of targets) expect(FAULT_KINDS[kind]?.targets ?? [], `${target}:${kind}`).not.toContain(target)
  }
})
