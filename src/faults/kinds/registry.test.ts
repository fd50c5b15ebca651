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
      if (attribute.default !== undefined) expect(attribute.parse(attribute.format?.(attribute.default) ?? String(attribute.default))).toBe(attribute.default)
    }
    for (const { summary, rule } of attributes) expect(`${summary} ${rule}`).toMatch(/\w+ \w+/)
  })
})

it('lists every kind that works, with its targets', () => {
  expect(listFaults().map(({ kind }) => kind)).toEqual(Object.keys(FAULT_KINDS))
  for (const { kind, targets, hasProbability } of listFaults()) {
    expect([targets, hasProbability], kind).toEqual([FAULT_KINDS[kind].targets, FAULT_KINDS[kind].timing === 'per_record' || FAULT_KINDS[kind].toxic !== undefined])
    expect(targets.length, kind).toBeGreaterThan(0)
  }
})

it('has something to come, and it is refused as such', () => {
  const [[kind, [target]]] = Object.entries(KINDS_TO_COME)
  expect(() => parseFault(`${target}:${kind}`, origin)).toThrow(/is not there yet/)
})

it('promises nothing that is there already', () => {
  for (const [kind, targets] of Object.entries(KINDS_TO_COME)) {
    const works = (FAULT_KINDS[kind]?.targets ?? []).map((pattern) => pattern.split('.')[0])
    for (const target of targets) expect(works, `${target}:${kind}`).not.toContain(target)
  }
})
