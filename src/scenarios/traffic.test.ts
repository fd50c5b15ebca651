import { describe, expect, it } from 'vitest'
import { partitionOf } from '../engine/kernel/murmur2.ts'
import { EVENT_TYPES } from '../engine/pricing/event-types.ts'
import type { PricingEvent } from '../engine/pricing/events.ts'
import { openMarket } from './market.ts'
import type { FeedKind, Scenario } from './scenario.ts'
import { storeHistories } from './store-history.ts'
import { sampleScenario, sampleSkus } from './test-samples.ts'
import { Traffic, type TrafficOptions } from './traffic.ts'

interface Sent {
  readonly partition: number
  readonly kind: FeedKind
  readonly line: string
  readonly intendedMs: number
}

const SKUS = sampleSkus()

function sentBy(scenario: Scenario, options: TrafficOptions = {}, sliceMs = scenario.durationMs): readonly Sent[] {
  const traffic = new Traffic(openMarket(scenario, SKUS), options)
  const sent: Sent[] = []
  for (let untilMs = sliceMs; untilMs < scenario.durationMs + sliceMs; untilMs += sliceMs) {
    traffic.emitDue(untilMs, (partition, kind, line, intendedMs) => sent.push({ partition, kind, line, intendedMs }))
  }
  return sent
}

const eventOf = ({ line }: Sent) => JSON.parse(line) as PricingEvent & { data: Record<string, never> }
const scenario = sampleScenario()
const sent = sentBy(scenario)
const events = sent.map(eventOf)
const ofType = (type: string) => events.filter((event) => event.type === type)

describe('the same seed', () => {
  it('gives the same bytes, however time is sliced', () => {
    expect(sentBy(scenario, {}, 7)).toEqual(sent)
  })

  it('gives other bytes than another seed', () => {
    expect(sentBy(sampleScenario({ seed: '2' })).map(({ line }) => line)).not.toEqual(sent.map(({ line }) => line))
  })
})

describe('every line', () => {
  it('is JSON on one line with the envelope of the log format, in its order', () => {
    for (const { line } of sent) {
      expect(line).not.toContain('\n')
      expect(Object.keys(JSON.parse(line)).filter((key) => key !== 'store')).toEqual(['topic', 'id', 'type', 'sku', 'ts', 'source', 'receivedAt', 'schemaVersion', 'data'])
    }
  })

  it('is what the engine takes for a good event of its type', () => {
    for (const event of events) {
      expect(EVENT_TYPES[event.type]?.topic).toBe(event.topic)
      expect(EVENT_TYPES[event.type].fault?.(event.data)).toBeUndefined()
      expect(event.store !== undefined).toBe(EVENT_TYPES[event.type].about === 'item')
    }
  })

  it('goes to the partition of its SKU', () => {
    sent.forEach(({ partition }, index) => expect(partition).toBe(partitionOf(events[index].sku as string, scenario.partitions)))
  })

  it('is received when it was intended, and happened then or a little earlier', () => {
    const delays = events.map(({ ts, receivedAt }) => receivedAt - ts)
    sent.forEach(({ intendedMs }, index) => expect(events[index].receivedAt).toBe(scenario.startsAt + intendedMs))
    expect(Math.min(...delays)).toBe(0)
    expect(Math.max(...delays)).toBeLessThanOrEqual(scenario.traffic.sourceDelayMs)
    expect(delays.filter(Boolean).length / delays.length).toBeCloseTo(0.125, 1)
  })

  it('has 200 to 250 bytes on average', () => {
    const bytes = sent.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0) / sent.length
    expect(bytes).toBeGreaterThan(190)
    expect(bytes).toBeLessThan(250)
  })
})

it('ids are dense from 0 in each partition', () => {
  const next = Array.from({ length: scenario.partitions }, () => 0)
  sent.forEach(({ partition }, index) => expect(events[index].id).toBe(`g1-${partition}-${next[partition]++}`))
  const traffic = new Traffic(openMarket(scenario, SKUS))
  traffic.emitDue(Infinity, () => {})
  expect(traffic.handed).toEqual(next)
})

describe('the feeds', () => {
  it('of demand are mostly views, then carts', () => {
    const demand = sent.filter(({ kind }) => kind === 'demand').length
    expect(ofType('view').length / demand).toBeCloseTo(0.8, 1)
    expect(ofType('cart_add').length / demand).toBeCloseTo(0.15, 1)
    expect(ofType('cart_remove').length).toBeGreaterThan(0)
  })

  it('of sales sell one to four units at the base price or less', () => {
    for (const { sku, data } of ofType('sale')) {
      const { baseMinor } = SKUS[Number(sku?.slice(4))]
      expect([1, 2, 3, 4]).toContain(data.qty)
      expect(data.unitPriceMinor).toBeLessThanOrEqual(baseMinor)
      expect(data.unitPriceMinor).toBeGreaterThanOrEqual(Math.floor(baseMinor * 0.7))
    }
  })

  it('of inventory release each reservation at most once, with its own units', () => {
    const open = new Map(ofType('reserved').map((event) => [event.data.reservationId, event]))
    for (const { sku, store, data } of ofType('released')) {
      expect(open.get(data.reservationId)).toMatchObject({ sku, store, data })
      open.delete(data.reservationId)
    }
    expect(ofType('released').length).toBeGreaterThan(100)
  })

  it('of inventory count what the movements leave, up to a fiftieth less', () => {
    const long = sampleScenario({}, { mix: { demand: 0, sales: 0.5, inventory: 0.5, competitor: 0, cost: 0, rules: 0 } })
    const market = openMarket(long, SKUS)
    const onHand = new Map<string, number>(SKUS.flatMap(({ sku }, index) => storeHistories(market, index).map(([units], store) => [`${sku} ${long.catalog.stores[store]}`, units] as const)))
    const sign: Record<string, number> = { sale: -1, reserved: -1, written_off: -1, received: 1, released: 1 }
    let counts = 0
    for (const { type, sku, store, data } of sentBy(long).map(eventOf)) {
      const item: string = `${sku} ${store}`
      const units = onHand.get(item) as number
      if (type === 'stock_counted') {
        counts++
        expect(data.onHand).toBeLessThanOrEqual(units)
        expect(data.onHand).toBeGreaterThanOrEqual(units - units / 50)
        onHand.set(item, data.onHand)
      } else onHand.set(item, Math.max(0, units + sign[type] * data.qty))
    }
    expect(counts).toBeGreaterThan(5)
  })

  it('of inventory bring about as much as sales carry away', () => {
    const long = sentBy(sampleScenario({ durationMs: 20_000 })).map(eventOf)
    const units = (type: string) => long.filter((event) => event.type === type).reduce((sum, { data }) => sum + data.qty, 0)
    expect(units('received') / units('sale')).toBeGreaterThan(0.8)
    expect(units('received') / units('sale')).toBeLessThan(1.2)
  })

  it('of competitors undercut as often as the scenario says', () => {
    const storm = sentBy(sampleScenario({}, { undercutShare: 0.3, mix: { demand: 0, sales: 0, inventory: 0, competitor: 1, cost: 0, rules: 0 } })).map(eventOf)
    const share = storm.filter(({ sku, data }) => data.priceMinor < SKUS[Number(sku?.slice(4))].baseMinor).length / storm.length
    expect(share).toBeGreaterThan(0.28)
    expect(share).toBeLessThan(0.32)
  })

  it('of rules name one SKU', () => {
    const rules = sentBy(sampleScenario({}, { mix: { demand: 0, sales: 0, inventory: 0, competitor: 0, cost: 0, rules: 1 } })).map(eventOf)
    expect(new Set(rules.map(({ type }) => type))).toEqual(new Set(['promotion_changed', 'price_overridden', 'cost_reviewed']))
    for (const { sku, data } of rules) if (data.promotion) expect((data.promotion as { scope: unknown }).scope).toEqual({ skus: [sku] })
  })
})

describe('vendors', () => {
  const mix = { demand: 0, sales: 0, inventory: 0, competitor: 0, cost: 1, rules: 0 }
  const bpsOf = ({ sku, data }: ReturnType<typeof eventOf>) => (data.costMinor / SKUS[Number(sku?.slice(4))].costMinor - 1) * 10_000

  it('wander within the step of the scenario', () => {
    const wander = sentBy(sampleScenario({}, { mix, cost: { stepBps: 100, shock: null } })).map((one) => bpsOf(eventOf(one)))
    expect(Math.max(...wander)).toBeGreaterThan(50)
    expect(Math.max(...wander.map(Math.abs))).toBeLessThan(102)
  })

  it('hit by a shock raise their costs at its moment and keep them', () => {
    const shock = { atMs: 2_000, upBps: 1_500, skuShare: 0.3 }
    const shocked = sentBy(sampleScenario({}, { mix, cost: { stepBps: 100, shock } }))
    const raised = new Set(shocked.filter((one) => bpsOf(eventOf(one)) > 1_000).map((one) => eventOf(one).sku))
    expect(raised.size / SKUS.length).toBeCloseTo(0.3, 1)
    for (const one of shocked.filter((each) => raised.has(eventOf(each).sku))) {
      expect(bpsOf(eventOf(one)) > 1_000).toBe(one.intendedMs >= shock.atMs)
    }
    const told = shocked.filter(({ intendedMs }) => intendedMs >= shock.atMs).slice(0, raised.size)
    expect(new Set(told.map((one) => eventOf(one).sku))).toEqual(raised)
  })
})

it('a silent feed makes no events and leaves no gap in the ids', () => {
  const silent = sentBy(scenario, { isSilent: (kind, intendedMs) => kind === 'inventory' && intendedMs > 1_000 })
  expect(silent.filter(({ kind, intendedMs }) => kind === 'inventory' && intendedMs > 1_000)).toEqual([])
  const ids = silent.filter(({ partition }) => partition === 0).map((one) => eventOf(one).id)
  expect(ids).toEqual(ids.map((_, n) => `g1-0-${n}`))
})
