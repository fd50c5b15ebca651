import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEvent } from './logged-event.ts'

const word = fc.oneof(fc.stringMatching(/^[A-Za-z0-9-]{1,12}$/), fc.string({ minLength: 1 }))
const value = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.array(fc.integer()))
const line = fc.record({
  topic: fc.constant('sales'),
  id: word,
  type: fc.constant('sale'),
  sku: word,
  store: fc.option(word, { nil: undefined }),
  ts: fc.integer({ min: 0, max: 2e12 }),
  source: fc.string(),
  receivedAt: fc.integer({ min: 0, max: 2e12 }),
  schemaVersion: fc.constant(1),
  data: fc.dictionary(word, value),
})

function seen(text: string) {
  const { topic, id, type, sku, store, ts, data } = readEvent(text)!
  return { topic, id, type, sku, store, ts, data }
}

describe('given an input line', () => {
  it('when it is read from its places or parsed, then it says the same', () => {
    fc.assert(
      fc.property(line, (event) => {
        const { topic, id, type, sku, store, ts, data } = JSON.parse(JSON.stringify(event)) as typeof event
        expect(seen(JSON.stringify(event))).toEqual({ topic, id, type, sku, store, ts, data })
      }),
    )
  })

  it.each([
    ['is torn', (text: string) => text.slice(0, -1)],
    ['has something behind its end', (text: string) => `${text}}`],
    ['has data that are no JSON', (text: string) => text.replace('"qty":1', '"qty":01')],
    ['has no comma between its data', (text: string) => text.replace(',"price', '"price')],
    ['has a line feed in a name', (text: string) => text.replace('"A"', '"A\n"')],
    ['has no data', (text: string) => text.replace(/\{"qty.*?\}/, 'null')],
  ])('when it %s, then it is no event', (_, spoil) => {
    const text = '{"topic":"sales","id":"g1-0-1","type":"sale","sku":"A","store":"S1","ts":9,"source":"x","receivedAt":9,"schemaVersion":1,"data":{"qty":1,"priceMinor":2}}'
    expect(readEvent(text)).toBeDefined()
    expect(spoil(text)).not.toBe(text)
    expect(readEvent(spoil(text))).toBeUndefined()
  })
})
