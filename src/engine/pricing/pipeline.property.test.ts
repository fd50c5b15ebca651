import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AcceptedCost, WaitingCosts } from '../../checks/ledger/accepted-cost.ts'
import { policies, RANDOM_STORES, sentAt, story, type Happening } from '../../testing/random-events.ts'
import { type DecisionRow, PricingWorld, rowsOf } from '../../testing/pricing-world.ts'
import type { PricingPolicy } from './policy.ts'
import { itemOf, type PublishedPrice } from './ports.ts'

type Story = typeof story extends fc.Arbitrary<infer Told> ? Told : never

/** What a SKU costs by the checks' own bookkeeping of the cost topic, and what may be asked for it by the definition of margin. */
class Sellable {
  readonly cost: AcceptedCost
  readonly facts: Record<string, any>
  readonly #policy: PricingPolicy

  constructor(facts: Record<string, any>, ts: number, policy: PricingPolicy) {
    this.facts = facts
    this.cost = new AcceptedCost({ costMinor: facts.costMinor, currency: facts.currency, ts })
    this.#policy = policy
  }

  /** (price − cost − logistics − tax) / price ≥ floor, the minimum profit and the advertised price: in whole numbers without end. */
  allows(priceMinor: number): boolean {
    const { logisticsMinor, tax, mapMinor = 0 } = this.facts
    const [price, share] = [BigInt(priceMinor), BigInt(10_000 + (tax.mode === 'inclusive' ? tax.rateBps : 0))]
    const fixed = BigInt(this.cost.costMinor + logisticsMinor + (tax.mode === 'flat' ? tax.amountMinor : 0))
    // Everything times 10,000 + rate, so that the tax inside the price is whole.
    const profit = price * 10_000n - fixed * share
    const { floorMarginBps, minProfitMinor } = this.#policy
    return profit * 10_000n >= BigInt(floorMarginBps) * price * share && profit >= BigInt(minProfitMinor) * share && priceMinor >= mapMinor
  }
}

/** The story told to a pipeline one event a batch, and to the bookkeeping beside it. */
class Telling {
  readonly world: PricingWorld
  readonly skus = new Map<string, Sellable>()
  readonly #waiting = new WaitingCosts<Sellable>()
  readonly #ids = new Map<string, number>()
  readonly #policy: PricingPolicy

  constructor({ skus }: Story, policy: PricingPolicy) {
    this.world = new PricingWorld(policy, RANDOM_STORES)
    this.#policy = policy
    for (const { sku, facts } of skus) {
      this.skus.set(sku, new Sellable(facts, this.world.now, policy))
      this.#judge(this.world.seed(facts, facts.stores as [number, number][], sku))
    }
  }

  tell({ gapMs, event }: Happening): void {
    this.world.now += gapMs
    for (const { owner, update } of this.#waiting.due(this.world.now)) owner.cost.comeIntoForce(update)
    if (!event) return this.#judge(this.world.tick(0))
    const sent = this.world.event(sentAt(event, this.world.now) as object)
    const lines = this.world.batch([JSON.stringify(sent)])
    this.#judge(rowsOf(lines.filter((line) => line.includes('"cause":"t'))))
    if (!this.#isRepeated(sent.id, event.data.qty === -1)) this.#take(sent)
    this.#judge(rowsOf(lines.filter((line) => !line.includes('"cause":"t'))))
  }

  #isRepeated(id: string, isPoison: boolean): boolean {
    const acceptedAt = this.#ids.get(id) ?? -Infinity
    const repeated = this.world.now - acceptedAt < this.#policy.dedupeWindowMs
    if (!repeated && !isPoison) this.#ids.set(id, this.world.now)
    return repeated
  }

  #take({ type, sku, ts, data }: ReturnType<PricingWorld['event']>): void {
    const owner = this.skus.get(sku!)
    if (type === 'cost_reviewed') owner!.cost.review(data.accept as boolean, ts)
    if (type !== 'cost_changed') return
    const update = { costMinor: data.costMinor as number, currency: data.currency as string, ts }
    if (owner!.cost.quarantines(update)) return
    const effectiveFrom = (data.effectiveFrom as number | undefined) ?? -Infinity
    if (effectiveFrom > this.world.now) this.#waiting.add(owner!, update, effectiveFrom)
    else owner!.cost.comeIntoForce(update)
  }

  #judge(rows: readonly DecisionRow[]): void {
    for (const { sku, priceMinor, worstUnitMinor = priceMinor, costVersion } of rows) {
      const sellable = this.skus.get(sku)!
      expect(costVersion).toBe(sellable.cost.version)
      if (priceMinor !== null) expect([priceMinor, worstUnitMinor].filter((price) => !sellable.allows(price!))).toEqual([])
      else expect(sellable.allows(sellable.facts.baseMinor)).toBe(false)
    }
  }

  /** The newest value of each item: the older ones of a batch were published at the cost of their moment. */
  judgePublished(): void {
    const newest = new Map(this.world.published.map((price) => [`${price.sku} ${price.store}`, price]))
    for (const { sku, priceMinor, promoFreeMinor, costVersion } of newest.values()) {
      const sellable = this.skus.get(sku)!
      expect([priceMinor, promoFreeMinor].filter((price) => price > 0 && !sellable.allows(price))).toEqual([])
      expect(costVersion).toBe(sellable.cost.version)
    }
  }
}

describe('whatever happens', () => {
  test('no decision stands under the exact floor, and what could be sold at its base price is sold', () => {
    fc.assert(
      fc.property(story, policies, (told, policy) => {
        const telling = new Telling(told, policy)
        for (const happening of told.happenings) {
          telling.tell(happening)
          telling.judgePublished()
        }
      }),
      { numRuns: 100 },
    )
  })

  test('a pipeline that was saved and loaded anywhere goes on as if nothing had been', () => {
    fc.assert(
      fc.property(story, policies, (told, policy) => {
        const [steady, restarted] = [new PricingWorld(policy, RANDOM_STORES), new PricingWorld(policy, RANDOM_STORES)]
        for (const { sku, facts } of told.skus) for (const world of [steady, restarted]) world.seed(facts, facts.stores as [number, number][], sku)
        for (const { gapMs, event, restart } of told.happenings) {
          if (restart) restarted.reopen()
          for (const world of [steady, restarted]) {
            world.now += gapMs
            world.batch(event ? [JSON.stringify(world.event(sentAt(event, world.now) as object))] : [])
          }
          expect(restarted.lines).toEqual(steady.lines)
          expect(restarted.published).toEqual(steady.published)
          expect(restarted.pipeline.due(restarted.now + 100)).toBe(steady.pipeline.due(steady.now + 100))
        }
      }),
      { numRuns: 50 },
    )
  })

  test('what stands of each item is what was published last, value by value, in portions of any size', () => {
    fc.assert(
      fc.property(story, policies, fc.integer({ min: 1, max: 5 }), (told, policy, portion) => {
        const world = new PricingWorld(policy, RANDOM_STORES)
        const last = new Map<string, PublishedPrice>()
        const note = () => {
          for (const price of world.published) last.set(itemOf(price), price)
        }
        for (const { sku, facts } of told.skus) {
          world.seed(facts, facts.stores as [number, number][], sku)
          note()
        }
        for (const { gapMs, event, restart } of told.happenings) {
          if (restart) world.reopen()
          world.now += gapMs
          world.batch(event ? [JSON.stringify(world.event(sentAt(event, world.now) as object))] : [])
          note()
        }
        expect(new Map(allStanding(world, portion).map((price) => [itemOf(price), price]))).toEqual(last)
      }),
      { numRuns: 50 },
    )
  })
})

function allStanding({ pipeline }: PricingWorld, portion: number): readonly PublishedPrice[] {
  const all: PublishedPrice[] = []
  for (let from = 0; ; from += portion) {
    const some = pipeline.standing(from, from + portion)
    if (!some) return all
    all.push(...some)
  }
}
