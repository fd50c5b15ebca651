import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MORNING } from '../../testing/pricing-world.ts'
import { decode, isDeadLetter, parse } from './codec.ts'
import type { PricingEvent } from './events.ts'

const sale = { topic: 'sales_events', id: 'e-1', type: 'sale', sku: 'SKU-1', store: 'S01', ts: MORNING, source: 'pos', receivedAt: MORNING, schemaVersion: 1, data: { qty: 1, unitPriceMinor: 100 } }
const codeOf = (record: string) => {
  const decoded = decode(record, MORNING)
  return isDeadLetter(decoded) ? decoded.code : 'event'
}

describe('the codec', () => {
  test('both ways of reading give the same event, whatever stands in it', () => {
    const text = fc.string({ unit: 'grapheme' })
    const value = fc.oneof(fc.integer(), text, fc.boolean(), fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true }))
    const event = fc.record({
      topic: fc.constantFrom('sales_events', 'odd topic'),
      id: text,
      type: fc.constant('sale'),
      sku: text,
      store: fc.option(text, { nil: undefined }),
      ts: fc.integer(),
      source: text,
      receivedAt: fc.maxSafeNat(),
      schemaVersion: fc.constantFrom(1, 2),
      data: fc.dictionary(text, value),
    })
    fc.assert(
      fc.property(event, (written) => {
        const record = JSON.stringify(written)
        const event = parse(record) as PricingEvent
        expect({ ...event, data: event.data }).toEqual(JSON.parse(record))
      }),
    )
  })

  test.each([
    ['not JSON', '{"topic":', 'invalid_json'],
    ['a list', '[]', 'not_an_object'],
    ['a version that is not known', JSON.stringify({ ...sale, schemaVersion: 2 }), 'unknown_version'],
    ['no id', JSON.stringify({ ...sale, id: '' }), 'no_id'],
    ['a type of another topic', JSON.stringify({ ...sale, type: 'view' }), 'unknown_type'],
    ['a type that every object has', JSON.stringify({ ...sale, type: 'constructor' }), 'unknown_type'],
    ['a time in 1970', JSON.stringify({ ...sale, ts: 0 }), 'implausible_time'],
    ['a time in 2100', JSON.stringify({ ...sale, ts: 4_102_444_800_000 }), 'implausible_time'],
    ['a quantity of nothing', JSON.stringify({ ...sale, data: { qty: 0, unitPriceMinor: 1 } }), 'invalid_data'],
    ['a price in floats', JSON.stringify({ ...sale, data: { qty: 1, unitPriceMinor: 1.5 } }), 'invalid_data'],
    ['more than the size limit', JSON.stringify({ ...sale, note: 'x'.repeat(70_000) }), 'too_large'],
    ['10,000 levels', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'not_an_object'],
    ['__proto__ among the fields', JSON.stringify(sale).replace('"data":{', '"data":{"__proto__":{"qty":5},'), 'event'],
    ['unknown fields', JSON.stringify({ ...sale, extra: { kept: true } }), 'event'],
  ])('%s', (_, record, code) => {
    expect(codeOf(record)).toBe(code)
  })
})
