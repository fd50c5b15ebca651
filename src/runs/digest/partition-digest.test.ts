import { describe, expect, it } from 'vitest'
import type { PricingPolicy } from '../../engine/pricing/policy.ts'
import { MARGIN_FROM_BPS, MARGIN_STEP_BPS } from '../../reports/digest/run-digest.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { MORNING, PricingWorld } from '../../testing/pricing-world.ts'
import { PartitionDigest } from './partition-digest.ts'

const MINUTE_MS = 60_000

/** A partition whose traffic begins after its first second, with somebody looking on. */
class WatchedWorld extends PricingWorld {
  readonly digest: PartitionDigest

  constructor(policy: Partial<PricingPolicy> = {}, stores: readonly string[] = ['S01']) {
    const digest = new PartitionDigest({ startsAt: MORNING, durationMs: MINUTE_MS } as Scenario)
    super(policy, stores, digest.wrap)
    this.digest = digest
  }

  override batch(records: readonly string[]): string[] {
    const first = this.nextOffset
    const lines = super.batch(records)
    this.digest.executed(lines, records, first, this.now)
    return lines
  }
}

/** Base 100.00, cost 60.00: 15 % off is more than a floor of 30 % lets through, 10 % is not. */
function flashSale(): WatchedWorld {
  const world = new WatchedWorld()
  world.seed({ name: 'Kettle', baseMinor: 10_000, costMinor: 6_000 }, [[500, 5]], 'SKU-1')
  world.seed({ name: 'Mug', baseMinor: 10_000, costMinor: 2_000 }, [[500, 5]], 'SKU-2')
  world.now += 1500
  world.promote({ kind: 'percent-off', offBps: 1500 })
  return world
}

const filledBuckets = (counts: readonly number[]) => counts.flatMap((count, bucket) => (count > 0 ? [[(bucket * MARGIN_STEP_BPS + MARGIN_FROM_BPS) / 100, count]] : []))

describe('the digest of a partition', () => {
  it('given a promotion under the floor of one SKU, then it knows the margins before and after the guard, and why they differ', () => {
    const { margins, prevented } = flashSale().digest.result()
    expect(filledBuckets(margins.before)).toEqual([[29, 1], [76, 1]])
    expect(filledBuckets(margins.after)).toEqual([[33, 1], [76, 1]])
    expect(prevented).toEqual({ PROMO_MODIFY_DISCOUNT: 1 })
  })

  it('given a discount that was cut and one that was not, then the cut comes first, with its name and its explanation', () => {
    const { changes, skusChanged, skusCut } = flashSale().digest.result()
    expect([skusChanged, skusCut]).toEqual([2, 1])
    expect(changes).toMatchObject([
      { name: 'Kettle', wantedBps: 1500, givenBps: 1000, movedBps: 1000, cause: null, explanation: { sku: 'SKU-1', reasonCode: 'PROMO_MODIFY_DISCOUNT' } },
      { name: 'Mug', wantedBps: 1500, givenBps: 1500, movedBps: 1500, explanation: { sku: 'SKU-2' } },
    ])
  })

  it('given a cost that takes a discount away, then the change names the event', () => {
    const world = flashSale()
    world.cost(6_900)
    expect(world.digest.result().changes[0]).toMatchObject({ wantedBps: 1500, givenBps: 0, cause: { type: 'cost_changed', id: 'e-3' } })
  })

  it('given sales and a delivery, then it knows what was sold and how stock went', () => {
    const world = new WatchedWorld({}, ['S01', 'S02'])
    world.seed({ name: 'Kettle' }, [[50, 5], [30, 5]], 'SKU-1')
    world.now += 10_000
    world.sell(4, 'S01', { sku: 'SKU-1' })
    world.now += 20_000
    world.move('received', 10, 'S02', { sku: 'SKU-1' })
    const { sellers, skusSold } = world.digest.result()
    expect(skusSold).toBe(1)
    expect(sellers).toMatchObject([{ sku: 'SKU-1', name: 'Kettle', unitsSold: 4, unitsReceived: 10, startUnits: 80, endUnits: 86 }])
    expect([8, 9, 28, 29, 59].map((part) => sellers[0].stock[part])).toEqual([80, 76, 76, 86, 86])
  })

  it('given traffic, then it counts what each second took up, and not the seeding', () => {
    const world = flashSale()
    world.now += 1000
    world.send(world.event({ store: 'S01', data: { qty: 1, unitPriceMinor: 1 } }), world.event({ store: 'S01', data: { qty: 1, unitPriceMinor: 1 } }))
    expect(world.digest.result().processed).toEqual([0, 1, 2])
  })
})
