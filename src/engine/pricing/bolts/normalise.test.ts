import { describe, expect, test } from 'vitest'
import { MINUTE_MS, PricingWorld } from '../../../testing/pricing-world.ts'

function seededWorld(): PricingWorld {
  const world = new PricingWorld()
  world.seed()
  return world
}

describe('the same id again', () => {
  test('within 60 s of recorded time counts once', () => {
    const world = seededWorld()
    world.sell(1, 'S01', { id: 'again' })
    world.now += MINUTE_MS - 1
    const offset = world.nextOffset

    expect(world.sell(1, 'S01', { id: 'again' })).toEqual([])
    expect(world.order.deduplicated).toEqual([offset])
    expect(world.sell(1)).toMatchObject([{ events: 2, onHand: 498 }])
  })

  test('later is a new event', () => {
    const world = seededWorld()
    world.sell(1, 'S01', { id: 'again' })
    world.now += MINUTE_MS
    expect(world.sell(1, 'S01', { id: 'again' })).toMatchObject([{ events: 2, onHand: 498 }])
  })

  test('in one batch counts once', () => {
    const world = seededWorld()
    const sale = world.event({ id: 'again', store: 'S01', data: { qty: 1, unitPriceMinor: 1 } })
    expect(world.send(sale, sale, sale)).toMatchObject([{ events: 1 }])
    expect(world.order.deduplicated.length).toBe(2)
  })

  test('with another payload, type or SKU is still the same event', () => {
    const world = seededWorld()
    world.seed({}, [[500, 5]], 'SKU-2')
    world.sell(1, 'S01', { id: 'again' })
    expect(world.sell(400, 'S01', { id: 'again' })).toEqual([])
    expect(world.cost(6_000, {}, { id: 'again' })).toEqual([])
    expect(world.sell(1, 'S01', { id: 'again', sku: 'SKU-2' })).toEqual([])
    expect(world.sell(1)).toMatchObject([{ events: 2, onHand: 498, costVersion: 1 }])
  })

  test('goes by recorded time, not by the time in the event', () => {
    const world = seededWorld()
    world.sell(1, 'S01', { id: 'again' })
    expect(world.sell(1, 'S01', { id: 'again', ts: world.now + 10 * MINUTE_MS })).toEqual([])
  })

  test('of a quarantined cost counts once', () => {
    const world = seededWorld()
    world.cost(50_000, {}, { id: 'slip' })
    world.cost(50_000, {}, { id: 'slip' })
    expect(world.order).toMatchObject({ quarantined: [], deduplicated: [expect.any(Number)] })
  })

  test('is known after a restart from what was saved', () => {
    const world = seededWorld()
    world.sell(1, 'S01', { id: 'again' })
    world.reopen()
    expect(world.sell(1, 'S01', { id: 'again' })).toEqual([])
  })
})

describe('poison', () => {
  const sale = { topic: 'sales_events', type: 'sale', store: 'S01', data: { qty: 1, unitPriceMinor: 100 } }
  const rule = (promotion: unknown) => ({ topic: 'promo_rules', type: 'promotion_created', sku: undefined, data: { promotion } })
  const percent = { id: 'p', kind: 'percent-off', label: 'p', scope: {}, offBps: 1000 }
  const seed = (more: object) => ({ topic: 'catalog', type: 'sku_seeded', sku: 'NEW', data: { ...new PricingWorld().skuFacts({}, [[1, 1]]), ...more } })

  const events: readonly (readonly [what: string, event: Record<string, unknown>, code: string])[] = [
    ['an unknown version', { ...sale, schemaVersion: 2 }, 'unknown_version'],
    ['an older version nobody can bring forward', { ...sale, schemaVersion: 0 }, 'unknown_version'],
    ['no id', { ...sale, id: undefined }, 'no_id'],
    ['no key', { ...sale, sku: undefined }, 'no_key'],
    ['a key that is no text', { ...sale, sku: 17 }, 'no_key'],
    ['an unknown SKU', { ...sale, sku: 'SKU-9' }, 'unknown_sku'],
    ['a SKU that looks the same (Cyrillic К)', { ...sale, sku: 'S\u041aU-1' }, 'unknown_sku'],
    ['a SKU in other case', { ...sale, sku: 'sku-1' }, 'unknown_sku'],
    ['a lone surrogate', { ...sale, sku: 'SKU-\ud800' }, 'unknown_sku'],
    ['__proto__ as a SKU', { ...sale, sku: '__proto__' }, 'unknown_sku'],
    ['an unknown store', { ...sale, store: 'S99' }, 'unknown_store'],
    ['no store', { ...sale, store: undefined }, 'unknown_store'],
    ['a time in 1970', { ...sale, ts: 0 }, 'implausible_time'],
    ['a time in 2100', { ...sale, ts: 4_102_444_800_000 }, 'implausible_time'],
    ['a time of arrival in 1970', { ...sale, receivedAt: 0 }, 'implausible_time'],
    ['no time of arrival', { ...sale, receivedAt: undefined }, 'implausible_time'],
    ['a topic of our own', { ...sale, topic: 'pricing_decisions' }, 'unknown_type'],
    ['a known SKU seeded again', { topic: 'catalog', type: 'sku_seeded', data: seed({}).data }, 'sku_known'],
    ['a seed without tax', seed({ tax: undefined }), 'invalid_data'],
    ['a seed with a tax nobody knows', seed({ tax: { mode: 'barter' } }), 'invalid_data'],
    ['a seed with a tax rate in words', seed({ tax: { mode: 'inclusive', rateBps: 'ten' } }), 'invalid_data'],
    ['a seed whose stock is no pair', seed({ stores: [7] }), 'invalid_data'],
    ['a seed with an infinite velocity', seed({ stores: [[1, '1e999']] }), 'invalid_data'],
    ['a promotion of no kind', rule({ ...percent, kind: 'gift' }), 'invalid_data'],
    ['a promotion of a kind that every object has', rule({ ...percent, kind: 'constructor' }), 'invalid_data'],
    ['a promotion without its parameter', rule({ ...percent, offBps: undefined }), 'invalid_data'],
    ['a promotion of more than all', rule({ ...percent, offBps: 10_001 }), 'invalid_data'],
    ['a promotion in words', rule({ ...percent, offBps: 'half' }), 'invalid_data'],
    ['tiers that are no list', rule({ ...percent, kind: 'tiered', tiers: 'many' }), 'invalid_data'],
    ['tiers of nothing', rule({ ...percent, kind: 'tiered', tiers: [] }), 'invalid_data'],
    ['tiers with a hole', rule({ ...percent, kind: 'tiered', tiers: [null] }), 'invalid_data'],
    ['a scope of one text', rule({ ...percent, scope: { skus: 'SKU-10' } }), 'invalid_data'],
    ['a scope of a number', rule({ ...percent, scope: { categories: 5 } }), 'invalid_data'],
    ['a schedule in words', rule({ ...percent, endsAt: 'tomorrow' }), 'invalid_data'],
    ['a rule that is null', rule(null), 'invalid_data'],
    ['a negative cost', { topic: 'vendor_cost_updates', type: 'cost_changed', data: { vendor: 'v', costMinor: -1, currency: 'INR' } }, 'invalid_data'],
  ]

  test.each(events)('%s goes to the dead letters, and its neighbours are unharmed', (_, event, code) => {
    const world = seededWorld()
    const records = [sale, event, sale].map((one) => JSON.stringify({ ...world.event({}), ...one }))
    const first = world.nextOffset

    world.batch(records)

    expect(world.said('dead_letters')).toMatchObject([{ cause: first + 1, from: event.topic, code, message: expect.any(String), record: records[1] }])
    expect(world.said('pricing_decisions')).toMatchObject([{ cause: first }, { cause: first + 2 }])
    expect(world.rows.at(-1)).toMatchObject({ sku: 'SKU-1', priceMinor: 10_000, events: 2, onHand: 498 })
    expect(world.tick(1000)).toEqual([])
  })

  test.each([
    ['what is not JSON', '{"topic":"sales_events"', 'invalid_json'],
    ['an empty line', '', 'invalid_json'],
    ['a list', '[1]', 'not_an_object'],
    ['null', 'null', 'not_an_object'],
    ['10,000 levels', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'unknown_version'],
    ['more than the size limit', `"${'x'.repeat(65_536)}"`, 'too_large'],
    ['a control character', '{"topic":"\u0000"}', 'invalid_json'],
  ])('%s goes to the dead letters as it came', (_, record, code) => {
    const world = seededWorld()
    const offset = world.nextOffset
    world.batch([record])
    expect(world.said('dead_letters')).toEqual([{ topic: 'dead_letters', cause: offset, from: null, code, message: expect.any(String), record }])
  })

  test('does not use up its id: the event may come again, mended', () => {
    const world = seededWorld()
    world.sell(0, 'S01', { id: 'mended' })
    expect(world.sell(1, 'S01', { id: 'mended' })).toMatchObject([{ events: 1 }])
  })
})

describe('an event', () => {
  test('keeps its way although fields are in it that nobody knows', () => {
    const world = seededWorld()
    const record = JSON.stringify({ ...world.event({ store: 'S01', data: { qty: 1, unitPriceMinor: 1, gift: true } }), extra: { kept: true }, __proto__: null })
    world.batch([record.replace('"data":{', '"data":{"__proto__":{"qty":400},')])
    expect(world.rows).toMatchObject([{ events: 1, onHand: 499 }])
  })

  test('that is late is processed and counted', () => {
    const world = seededWorld()
    const late = JSON.stringify(world.event({ store: 'S01', ts: world.now - 5_001, data: { qty: 1, unitPriceMinor: 1 } }))
    const step = world.pipeline.step([late], world.nextOffset, 99, world.now)
    expect(Object.fromEntries(step.counts)).toMatchObject({ late_events: 1, 'sales_events.decided': 1 })
  })
})

describe('a SKU of another partition', () => {
  /** `foobar` is at home in 6 of 8: murmur2 as Kafka's own test has it. */
  const worldIn = (partition: number) => new PricingWorld({}, ['S01'], undefined, { partition, partitions: 8 })
  const refusal = (topic: string) => ({ topic: 'dead_letters', from: topic, code: 'foreign_partition', message: `foobar stands in partition 5 of ${topic} and belongs in 6 of 8` })

  test('is never taken up, and nothing is decided for it', () => {
    const world = worldIn(5)
    expect(world.seed({}, [[500, 5]], 'foobar')).toEqual([])
    expect(world.said('dead_letters')).toMatchObject([refusal('catalog')])
    expect(world.sell(1, 'S01', { sku: 'foobar' })).toEqual([])
    expect(world.said('dead_letters')).toMatchObject([refusal('sales_events')])
    expect(world.published).toEqual([])
  })

  test('is at home in its own', () => {
    const world = worldIn(6)
    expect(world.seed({}, [[500, 5]], 'foobar')).toMatchObject([{ sku: 'foobar' }])
    expect(world.sell(1, 'S01', { sku: 'foobar' })).toMatchObject([{ events: 1 }])
  })

  test('is told from one that is at home and not in the catalogue', () => {
    const world = worldIn(6)
    world.sell(1, 'S01', { sku: 'foobar' })
    expect(world.said('dead_letters')).toMatchObject([{ code: 'unknown_sku' }])
  })
})
