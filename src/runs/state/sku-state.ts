import type { StandingPrice } from '../../engine/pricing/bolts/publish.ts'
import { stanceOf } from '../../engine/pricing/offer.ts'
import { inForce } from '../../engine/pricing/rule-book.ts'
import type { Promotion } from '../../engine/pricing/promotions/promotion.ts'
import type { Tuple } from '../../engine/pricing/tuple.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import type { OpenStates } from './open-states.ts'

/** What was known of a SKU everywhere. Money in minor units, times in virtual epoch ms; what was not there is null. */
export interface SkuState {
  readonly category: string
  readonly currency: string
  readonly baseMinor: number
  readonly ruleSetVersion: number
  /** Those that cover the SKU; one that has not begun or is over is not in force. */
  readonly promotions: readonly { readonly id: string; readonly kind: string; readonly isInForce: boolean; readonly endsAt: number | null }[]
  readonly cost: {
    readonly acceptedMinor: number
    readonly version: number
    readonly logisticsMinor: number
    readonly floorMinor: number | null
    readonly isInReview: boolean
    /** Costs that come into force later. */
    readonly waiting: readonly { readonly costMinor: number; readonly effectiveFrom: number }[]
  }
  readonly competitorMinor: number | null
  readonly manual: { readonly priceMinor: number; readonly until: number } | null
  readonly stores: readonly StoreState[]
}

/** What was known of it in one store, and the price that stood there. */
export interface StoreState {
  readonly store: string
  /** null: nothing was published yet; `priceMinor` null: unavailable. */
  readonly price: (Omit<StandingPrice, 'priceMinor'> & { readonly priceMinor: number | null }) | null
  readonly stock: { readonly onHand: number; readonly ageMs: number; readonly isFeedSilent: boolean }
  /** `depletionEtaHours` null: nothing sells. */
  readonly features: {
    readonly events: number
    readonly views: number
    readonly unitsSold: number
    readonly unitsPerHour: number
    readonly baselinePerHour: number
    readonly isSurging: boolean
    readonly depletionEtaHours: number | null
    readonly stance: string
  }
}

/** Of the SKU in row `sku`, in these stores (indexes). */
export function skuState(states: OpenStates, sku: number, stores: readonly number[], { policy, catalog }: Scenario, now: number): SkuState {
  const signals = stores.map((store) => ({ store, tuple: states.signalsOf({ sku, store }, now) }))
  const { price, cost } = signals[0].tuple
  return {
    category: price.category,
    currency: price.currency,
    baseMinor: price.baseMinor,
    ruleSetVersion: price.ruleSetVersion,
    promotions: price.promotions.map((promotion) => promotionState(promotion, now)),
    cost: {
      acceptedMinor: cost.costMinor,
      version: cost.costVersion,
      logisticsMinor: cost.logisticsMinor,
      floorMinor: cost.floorMinor || null,
      isInReview: cost.inReview,
      waiting: states.waitingCosts(sku),
    },
    competitorMinor: price.competitorMinor || null,
    manual: price.overrideMinor > 0 ? { priceMinor: price.overrideMinor, until: price.overrideUntil } : null,
    stores: signals.map(({ store, tuple }) => storeState(catalog.stores[store], tuple, states.standing({ sku, store }), stanceOf(tuple.forecast, policy))),
  }
}

function promotionState(promotion: Promotion, now: number): SkuState['promotions'][number] {
  const { id, kind, endsAt = null } = promotion
  return { id, kind, isInForce: inForce(promotion, now), endsAt }
}

function storeState(store: string, { forecast }: Tuple, standing: StandingPrice, stance: string): StoreState {
  const { onHand, stockAgeMs, feedStale, events, views, unitsSold, unitsPerHour, baselinePerHour, surging, depletionEtaHours } = forecast
  return {
    store,
    price: standing.version === 0 ? null : { ...standing, priceMinor: standing.priceMinor || null },
    stock: { onHand, ageMs: stockAgeMs, isFeedSilent: feedStale },
    features: {
      events,
      views,
      unitsSold,
      unitsPerHour: toTwoPlaces(unitsPerHour),
      baselinePerHour: toTwoPlaces(baselinePerHour),
      isSurging: surging,
      depletionEtaHours: Number.isFinite(depletionEtaHours) ? toTwoPlaces(depletionEtaHours) : null,
      stance,
    },
  }
}

const toTwoPlaces = (value: number): number => Math.round(value * 100) / 100
