import type { EventType } from './event-types.ts'
import type { PricingEvent } from './events.ts'
import type { DeadLetter } from './codec.ts'
import type { Outputs } from './outputs.ts'
import type { Promotion } from './promotions/promotion.ts'
import type { Reason } from './reasons.ts'

/** What became of an input record. */
export type Outcome = 'decided' | 'folded' | 'deduplicated' | 'quarantined' | 'dead_lettered'

export type GuardOutcome = 'as_asked' | 'reduced' | 'dropped' | 'held' | 'unavailable'

/**
 * What flows through the topology: one event, and then one item (a SKU in a store) at a time. There is one tuple a
 * partition, used again and again; each bolt writes only its own signals.
 */
export interface Tuple {
  // The record, set by the spout.
  record: string
  offset: number
  /** The offset, or `t<batch>` for work of a tick. */
  cause: number | string
  // The event, set by normalise.
  event: PricingEvent
  type: EventType
  outcome: Outcome
  deadLetter: DeadLetter | undefined
  /** Row of the SKU in this partition (-1: the event names none), its stores, and the item's own row. */
  sku: number
  store: number
  item: number
  storeName: string
  readonly partition: number
  /** The topic of the cause; `tick` for work of a tick. */
  sourceTopic: string
  readonly price: PriceSignals
  readonly cost: CostSignals
  readonly forecast: ForecastSignals
  readonly decision: Decision
  readonly outputs: Outputs
}

export interface PriceSignals {
  sku: string
  /** The SKU as JSON text. */
  quotedSku: string
  category: string
  baseMinor: number
  currency: string
  promotions: readonly Promotion[]
  ruleSetVersion: number
  /** 0 where no competitor was seen. */
  competitorMinor: number
  /** 0 where no manual price is in force. */
  overrideMinor: number
  overrideUntil: number
}

export interface CostSignals {
  known: boolean
  inReview: boolean
  costMinor: number
  logisticsMinor: number
  /** Cost + logistics + flat tax. */
  fixedMinor: number
  taxRateBps: number
  costVersion: number
  /** The highest of all floors; 0 where there is no floor price. */
  floorMinor: number
}

export interface ForecastSignals {
  onHand: number
  events: number
  views: number
  unitsSold: number
  unitsPerHour: number
  baselinePerHour: number
  surging: boolean
  depletionEtaHours: number
  stockAgeMs: number
  feedStale: boolean
}

export interface Decision {
  /** 0: unavailable. */
  priceMinor: number
  /** A unit's price at the worst admissible quantity. */
  worstMinor: number
  /** What the formula asked for, before the guard. */
  askedMinor: number
  discountBps: number
  marginBps: number
  reason: Reason
  guard: GuardOutcome
  promotion: Promotion | undefined
  surgeMinor: number
  clearanceMinor: number
  /** The price without any promotion where that is safe, else 0. */
  promoFreeMinor: number
}

/** A tuple with nothing in it yet. Numbers that will be fractions start as fractions, so that V8 stores them as such. */
export function emptyTuple(partition: number, outputs: Outputs): Tuple {
  return {
    record: '',
    offset: 0,
    cause: 0,
    event: undefined as unknown as PricingEvent,
    type: undefined as unknown as EventType,
    outcome: 'decided',
    deadLetter: undefined,
    sku: -1,
    store: -1,
    item: -1,
    storeName: '',
    partition,
    sourceTopic: '',
    price: noPrice(),
    cost: noCost(),
    forecast: noForecast(),
    decision: noDecision(),
    outputs,
  }
}

const noPrice = (): PriceSignals => ({
  sku: '',
  quotedSku: '',
  category: '',
  baseMinor: 0,
  currency: '',
  promotions: [],
  ruleSetVersion: 0,
  competitorMinor: 0,
  overrideMinor: 0,
  overrideUntil: 0,
})

const noCost = (): CostSignals => ({
  known: false,
  inReview: false,
  costMinor: 0,
  logisticsMinor: 0,
  fixedMinor: 0,
  taxRateBps: 0,
  costVersion: 0,
  floorMinor: 0,
})

const noForecast = (): ForecastSignals => ({
  onHand: 0,
  events: 0,
  views: 0,
  unitsSold: 0,
  unitsPerHour: 0.5,
  baselinePerHour: 0.5,
  surging: false,
  depletionEtaHours: 0.5,
  stockAgeMs: 0,
  feedStale: false,
})

const noDecision = (): Decision => ({
  priceMinor: 0,
  worstMinor: 0,
  askedMinor: 0,
  discountBps: 0,
  marginBps: 0,
  reason: 'BASE_PRICE',
  guard: 'as_asked',
  promotion: undefined,
  surgeMinor: 0,
  clearanceMinor: 0,
  promoFreeMinor: 0,
})
