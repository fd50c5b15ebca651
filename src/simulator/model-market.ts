import { partitionOf } from '../engine/kernel/murmur2.ts'
import type { Random } from '../engine/kernel/random.ts'
import type { FeedName } from './feeds.ts'
import type { WorldOptions, WorldTerms } from './world-terms.ts'

/** A SKU of the simulated market. */
export interface MarketSku {
  readonly sku: string
  readonly partition: number
  readonly baseMinor: number
  readonly costMinor: number
}

/** A record on its way to one partition; those about rules go to every partition. */
export interface Drafted {
  readonly feed: FeedName
  readonly partition: number
  /** Everything behind the id. */
  readonly rest: string
  readonly head: string
}

const REVIEW_SHARE = 0.3
const SKU_NAMES_TRIED = 10_000

/** Few SKUs and stores, so that everything that can meet does meet. Every record from the seed. */
export class ModelMarket {
  readonly skus: readonly MarketSku[]
  readonly stores: readonly string[]
  readonly #random: Random
  readonly #categories: readonly string[]
  readonly #feeds: readonly (readonly [feed: FeedName, upTo: number])[]

  constructor(random: Random, { partitions, skusAPartition, stores }: WorldOptions, { mix, promotions }: WorldTerms) {
    this.#random = random
    this.stores = Array.from({ length: stores }, (_, store) => `S${store + 1}`)
    this.skus = namesByPartition(partitions, skusAPartition).map(([sku, partition]) => {
      const baseMinor = random.between(5000, 20_000)
      return { sku, partition, baseMinor, costMinor: Math.floor((baseMinor * random.between(40, 72)) / 100) }
    })
    const named = promotions.flatMap(({ scope }) => scope.categories ?? [])
    this.#categories = named.length > 0 ? named : ['c1', 'c2']
    let sum = 0
    this.#feeds = Object.entries(mix).map(([feed, share]) => [feed as FeedName, (sum += share)] as const)
  }

  /** The records that stand before all traffic, by partition. */
  seeds(partition: number, { startsAt, promotions }: WorldTerms): readonly string[] {
    const rules = promotions.map((promotion) => line('promo_rules', 'promotion_created', `seed-${promotion.id}`, '', startsAt, startsAt, JSON.stringify({ promotion })))
    const skus = this.skus.filter((sku) => sku.partition === partition)
    return [...rules, ...skus.map((sku) => line('catalog', 'sku_seeded', `seed-${sku.sku}`, `,"sku":"${sku.sku}"`, startsAt, startsAt, JSON.stringify(this.#facts(sku))))]
  }

  /** The next event, without its id. */
  next(now: number): Drafted {
    const random = this.#random
    const share = random.fraction()
    const feed = this.#feeds.find(([, upTo]) => share < upTo)?.[0] ?? 'demand'
    const sku = random.pick(this.skus)
    const ts = now - random.below(40)
    switch (feed) {
      case 'demand':
        return this.#onItem(feed, sku, 'demand_events', random.pick(['view', 'view', 'cart_add', 'cart_remove']), ts, now, '{"channel":"app","segment":"all"}')
      case 'sales':
        return this.#onItem(feed, sku, 'sales_events', 'sale', ts, now, `{"qty":${random.between(1, 4)},"unitPriceMinor":${sku.baseMinor},"channel":"app","segment":"all","orderId":"o${random.uint32()}"}`)
      case 'inventory':
        return this.#stock(sku, ts, now)
      case 'competitor':
        return onSku(feed, sku, 'competitor_prices', 'competitor_price_seen', ts, now, `{"competitor":"c","priceMinor":${Math.ceil((sku.baseMinor * random.between(80, 120)) / 100)},"observedAt":${ts}}`)
      case 'cost':
        return this.#cost(sku, ts, now)
      case 'rules':
        return this.#rule(sku, ts, now)
    }
  }

  #facts({ baseMinor, costMinor }: MarketSku) {
    const random = this.#random
    const tax = random.pick([{ mode: 'excluded' }, { mode: 'inclusive', rateBps: 1800 }, { mode: 'flat', amountMinor: 200 }])
    const stores = this.stores.map(() => [random.between(20, 800), random.between(1, 40)])
    return { name: 'n', category: random.pick(this.#categories), brand: 'b', vendor: 'v', currency: 'INR', baseMinor, costMinor, logisticsMinor: random.below(500), tax, stores }
  }

  #onItem(feed: FeedName, { sku, partition }: MarketSku, topic: string, type: string, ts: number, now: number, data: string): Drafted {
    return { feed, partition, head: headOf(topic), rest: restOf(type, `,"sku":"${sku}","store":"${this.#random.pick(this.stores)}"`, ts, now, data) }
  }

  #stock(sku: MarketSku, ts: number, now: number): Drafted {
    const random = this.#random
    const type = random.pick(['received', 'reserved', 'released', 'written_off', 'stock_counted'])
    const data = type === 'stock_counted' ? `{"onHand":${random.below(900)}}` : `{"qty":${random.between(1, 9)},"reservationId":"r${random.below(100)}","orderId":"o"}`
    return this.#onItem('inventory', sku, 'inventory_events', type, ts, now, data)
  }

  /** Ordinary changes, slips of a decimal point, foreign money, costs of tomorrow. */
  #cost(sku: MarketSku, ts: number, now: number): Drafted {
    const random = this.#random
    const dice = random.below(20)
    const ordinary = Math.max(1, Math.floor((sku.costMinor * random.between(70, 125)) / 100))
    const costMinor = dice === 0 ? ordinary * 100 : dice === 1 ? Math.max(1, Math.floor(ordinary / 100)) : ordinary
    const ahead = dice === 2 || dice === 3 ? `,"effectiveFrom":${now + random.between(100, 4000)}` : ''
    return onSku('cost', sku, 'vendor_cost_updates', 'cost_changed', ts, now, `{"vendor":"v","costMinor":${costMinor},"currency":"${dice === 4 ? 'USD' : 'INR'}"${ahead}}`)
  }

  /** Verdicts on costs that wait, prices by hand, and offers that come and go. */
  #rule(sku: MarketSku, ts: number, now: number): Drafted {
    const random = this.#random
    const dice = random.below(4)
    if (dice < 2) return onSku('rules', sku, 'price_overrides', 'cost_reviewed', ts, now, `{"accept":${random.chance(REVIEW_SHARE)}}`)
    if (dice === 2) return onSku('rules', sku, 'price_overrides', 'price_overridden', ts, now, `{"priceMinor":${Math.ceil((sku.baseMinor * random.between(70, 110)) / 100)},"role":"buyer","until":${now + random.between(500, 5000)}}`)
    const promotion = `{"id":"spot-${sku.sku}","kind":"percent-off","label":"spot","scope":{"skus":["${sku.sku}"]},"endsAt":${now + random.between(1000, 9000)},"offBps":${random.between(1, 8) * 500}}`
    return onSku('rules', sku, 'promo_rules', 'promotion_changed', ts, now, `{"promotion":${promotion}}`)
  }
}

/** As many SKUs for each partition, by their own hash. */
function namesByPartition(partitions: number, count: number): readonly (readonly [sku: string, partition: number])[] {
  const found = Array.from({ length: partitions }, () => 0)
  const names: [string, number][] = []
  for (let number = 1; names.length < partitions * count && number < SKU_NAMES_TRIED; number++) {
    const sku = `SKU-${number}`
    const partition = partitionOf(sku, partitions)
    if (found[partition]++ < count) names.push([sku, partition])
  }
  return names
}

const onSku = (feed: FeedName, { sku, partition }: MarketSku, topic: string, type: string, ts: number, now: number, data: string): Drafted => ({
  feed,
  partition,
  head: headOf(topic),
  rest: restOf(type, `,"sku":"${sku}"`, ts, now, data),
})

const headOf = (topic: string): string => `{"topic":"${topic}","id":"`
const restOf = (type: string, key: string, ts: number, now: number, data: string): string => `","type":"${type}"${key},"ts":${ts},"source":"model","receivedAt":${now},"schemaVersion":1,"data":${data}}`
const line = (topic: string, type: string, id: string, key: string, ts: number, now: number, data: string): string => `${headOf(topic)}${id}${restOf(type, key, ts, now, data)}`
