import type { Bolt } from '../../kernel/bolt.ts'
import { Facts, Names } from '../../kernel/part.ts'
import { fieldsOf, Table } from '../../kernel/table.ts'
import type { KnownCost } from '../cost-review/cost-detector.ts'
import { COST_DETECTORS } from '../cost-review/registry.ts'
import type { Tax } from '../events.ts'
import { floorPrice, profitFloorPrice } from '../margin.ts'
import type { PricingPolicy } from '../policy.ts'
import type { CostSignals, Tuple } from '../tuple.ts'

const SKU = fieldsOf([
  'costMinor',
  'costTs',
  'costVersion',
  'logisticsMinor',
  'flatTaxMinor',
  'taxRateBps',
  'mapMinor',
  'currency',
  // Derived from the others and kept, because every decision asks for it and few events change it; 0: no floor price.
  'floorMinor',
  // A cost that waits for a person: 0 none, 1 same currency, 2 foreign.
  'review',
  'reviewMinor',
])

const NOT_IN_REVIEW = 0
const SAME_CURRENCY = 1
const FOREIGN_CURRENCY = 2

/** A cost that comes into force later. */
interface WaitingCost {
  readonly sku: number
  readonly costMinor: number
  readonly ts: number
  readonly effectiveFrom: number
}

export interface CostState {
  readonly [part: string]: Table | Names | Facts<readonly WaitingCost[]>
  readonly skus: Table
  readonly currencies: Names
  /** In the order in which they come into force. */
  readonly waiting: Facts<readonly WaitingCost[]>
}

/** The accepted cost of every SKU, and the lowest price it allows. */
export function costMargin(policy: PricingPolicy): Bolt<CostState, Tuple> {
  return {
    name: 'cost-margin',
    summary: 'accepted cost, quarantine of slips, and the floor price',
    after: ['normalise'],
    open: () => ({ skus: new Table(SKU), currencies: new Names(), waiting: new Facts<readonly WaitingCost[]>([]) }),
    fold: (state, tuple, now) => FOLDS[tuple.event.type]?.(state, tuple, policy, now),
    wakesAt: ({ waiting }) => waiting.value[0]?.effectiveFrom ?? Infinity,
    wake({ skus, waiting }, now, again) {
      const due = waiting.value.filter(({ effectiveFrom }) => effectiveFrom <= now)
      waiting.value = waiting.value.slice(due.length)
      // All of them first: between two costs that fall due together no price may be decided.
      for (const { sku, costMinor, ts } of due) accept(skus, sku, costMinor, ts, policy)
      for (const sku of new Set(due.map((cost) => cost.sku))) again(sku, 'at_once')
    },
    assess: ({ skus }, { sku, cost }) => speak(skus, sku, cost),
  }
}

type Fold = (state: CostState, tuple: Tuple, policy: PricingPolicy, now: number) => boolean | void

const FOLDS: Readonly<Record<string, Fold>> = { sku_seeded: seed, cost_changed: change, cost_reviewed: review }

function seed({ skus, currencies }: CostState, { event, sku }: Tuple, policy: PricingPolicy): void {
  const { costMinor, logisticsMinor, tax, mapMinor, currency } = event.data as { costMinor: number; logisticsMinor: number; tax: Tax; mapMinor?: number; currency: string }
  skus.grow(sku + 1)
  skus.set(sku, SKU.logisticsMinor, logisticsMinor)
  skus.set(sku, SKU.flatTaxMinor, tax.mode === 'flat' ? tax.amountMinor : 0)
  skus.set(sku, SKU.taxRateBps, tax.mode === 'inclusive' ? tax.rateBps : 0)
  skus.set(sku, SKU.mapMinor, mapMinor ?? 0)
  skus.set(sku, SKU.currency, currencies.rowOrAdd(currency))
  accept(skus, sku, costMinor, event.ts, policy)
}

/** False where the update is quarantined; the event's way ends here then. */
function change({ skus, currencies, waiting }: CostState, tuple: Tuple, policy: PricingPolicy, now: number): boolean {
  const { event, sku } = tuple
  const update = { costMinor: event.data.costMinor as number, currency: event.data.currency as string }
  const accepted = { costMinor: skus.get(sku, SKU.costMinor), currency: currencies.name(skus.get(sku, SKU.currency)) }
  const suspicion = Object.values(COST_DETECTORS).find((detector) => detector.suspects(update, accepted))
  if (suspicion) return quarantine(skus, tuple, update, accepted, suspicion.name)
  const effectiveFrom = event.data.effectiveFrom as number | undefined
  if (effectiveFrom === undefined || effectiveFrom <= now) accept(skus, sku, update.costMinor, event.ts, policy)
  else waiting.value = inOrder(waiting.value, { sku, costMinor: update.costMinor, ts: event.ts, effectiveFrom })
  return true
}

/** The last accepted cost goes on ruling, without discounts, until a person or a plausible cost ends the review. */
function quarantine(skus: Table, tuple: Tuple, update: KnownCost, accepted: KnownCost, detector: string): false {
  const { sku, event, offset, outputs } = tuple
  skus.set(sku, SKU.review, update.currency === accepted.currency ? SAME_CURRENCY : FOREIGN_CURRENCY)
  skus.set(sku, SKU.reviewMinor, update.costMinor)
  outputs.alert(offset, 'cost_in_review', 'critical', event.sku!, undefined, { ...update, accepted: accepted.costMinor, detector })
  tuple.outcome = 'quarantined'
  return false
}

function review({ skus }: CostState, { event, sku }: Tuple, policy: PricingPolicy): void {
  const waits = skus.get(sku, SKU.review)
  skus.set(sku, SKU.review, NOT_IN_REVIEW)
  if (waits === SAME_CURRENCY && event.data.accept) accept(skus, sku, skus.get(sku, SKU.reviewMinor), event.ts, policy)
}

/** A level: what is older than the cost in force changes nothing. */
function accept(skus: Table, sku: number, costMinor: number, ts: number, policy: PricingPolicy): void {
  if (ts < skus.get(sku, SKU.costTs)) return
  skus.set(sku, SKU.costMinor, costMinor)
  skus.set(sku, SKU.costTs, ts)
  skus.set(sku, SKU.costVersion, skus.get(sku, SKU.costVersion) + 1)
  skus.set(sku, SKU.review, NOT_IN_REVIEW)
  skus.set(sku, SKU.floorMinor, highestFloor(skus, sku, policy))
}

function speak(skus: Table, sku: number, cost: CostSignals): void {
  cost.costMinor = skus.get(sku, SKU.costMinor)
  cost.logisticsMinor = skus.get(sku, SKU.logisticsMinor)
  cost.fixedMinor = cost.costMinor + cost.logisticsMinor + skus.get(sku, SKU.flatTaxMinor)
  cost.taxRateBps = skus.get(sku, SKU.taxRateBps)
  cost.costVersion = skus.get(sku, SKU.costVersion)
  cost.known = cost.costVersion > 0
  cost.inReview = skus.get(sku, SKU.review) !== NOT_IN_REVIEW
  cost.floorMinor = skus.get(sku, SKU.floorMinor)
}

/** In the order in which they come into force; arrival decides between equals. */
function inOrder(waiting: readonly WaitingCost[], cost: WaitingCost): readonly WaitingCost[] {
  const before = waiting.findIndex(({ effectiveFrom }) => effectiveFrom > cost.effectiveFrom)
  return before < 0 ? [...waiting, cost] : waiting.toSpliced(before, 0, cost)
}

/** Margin floor, minimum profit and minimum advertised price: the highest rules. 0 where the margin floor has no price. */
function highestFloor(skus: Table, sku: number, policy: PricingPolicy): number {
  const unit = {
    fixedMinor: skus.get(sku, SKU.costMinor) + skus.get(sku, SKU.logisticsMinor) + skus.get(sku, SKU.flatTaxMinor),
    taxRateBps: skus.get(sku, SKU.taxRateBps),
  }
  const marginFloor = floorPrice(unit, policy.floorMarginBps)
  if (marginFloor === undefined) return 0
  const profitFloor = policy.minProfitMinor > 0 ? profitFloorPrice(unit, policy.minProfitMinor) : 0
  return Math.max(marginFloor, profitFloor, skus.get(sku, SKU.mapMinor))
}
