import type { Bolt } from '../../kernel/bolt.ts'
import { Names } from '../../kernel/part.ts'
import { fieldsOf, Table } from '../../kernel/table.ts'
import { settle } from '../decide.ts'
import { explain } from '../explain.ts'
import { clearsFloor } from '../margin.ts'
import type { PricingPolicy } from '../policy.ts'
import type { PublishedPrice } from '../ports.ts'
import { type Reason, reasonNumber, REASONS } from '../reasons.ts'
import type { GuardOutcome, Tuple } from '../tuple.ts'

const ITEM = fieldsOf(['priceMinor', 'worstMinor', 'version', 'validUntil', 'floorMinor', 'costVersion', 'reason', 'guard', 'label', 'promoLabel', 'promoFreeMinor', 'publishedAt'])
const GUARDS: readonly GuardOutcome[] = ['as_asked', 'reduced', 'dropped', 'held', 'unavailable']

export interface PublishState {
  readonly [part: string]: Table | Names
  readonly items: Table
  readonly labels: Names
}

/** What stands published for an item; price 0: unavailable, version 0: nothing was published yet. */
export interface StandingPrice {
  readonly priceMinor: number
  readonly version: number
  readonly validUntil: number
  readonly floorMinor: number
  readonly costVersion: number
  readonly reason: Reason
  readonly guard: GuardOutcome
}

export function standingPrice({ items }: PublishState, item: number): StandingPrice {
  const field = (name: keyof typeof ITEM) => items.get(item, ITEM[name])
  return {
    priceMinor: field('priceMinor'),
    version: field('version'),
    validUntil: field('validUntil'),
    floorMinor: field('floorMinor'),
    costVersion: field('costVersion'),
    reason: REASONS[field('reason')],
    guard: GUARDS[field('guard')],
  }
}

/** The value as it was published last, with what it does not know of itself; undefined where nothing was. */
export function publishedPrice({ items, labels }: PublishState, item: number, { sku, store, currency }: Pick<PublishedPrice, 'sku' | 'store' | 'currency'>): PublishedPrice | undefined {
  const field = (name: keyof typeof ITEM) => items.get(item, ITEM[name])
  const version = field('version')
  if (version === 0) return undefined
  return {
    sku,
    store,
    priceMinor: field('priceMinor'),
    currency,
    promoLabel: labels.name(field('promoLabel')),
    validUntil: field('validUntil'),
    version,
    floorMinor: field('floorMinor'),
    costVersion: field('costVersion'),
    promoFreeMinor: field('promoFreeMinor'),
    publishedAt: field('publishedAt'),
  }
}

/**
 * The last bolt: holds the last safe price where the guard has none, checks every price once more by the definition of
 * margin, and turns changes into published values, updates, alerts and explanations.
 */
export function publish(policy: PricingPolicy, stores: readonly string[], explains: (sku: string) => boolean = () => false): Bolt<PublishState, Tuple> {
  const quotedStores = stores.map((store) => JSON.stringify(store))
  return {
    name: 'publish',
    summary: 'checks every price once more and publishes what changed',
    after: ['decide'],
    open: () => ({ items: new Table(ITEM), labels: new Names() }),
    fold({ items }, { event, sku }) {
      if (event.type === 'sku_seeded') items.grow((sku + 1) * stores.length)
    },
    assess(state, tuple, now) {
      holdLastSafe(state.items, tuple)
      if (policy.publisherCheck) checkOnceMore(tuple, policy)
      countBreach(tuple)
      release(state, tuple, policy, now, explains)
      if (tuple.decision.priceMinor > 0) tuple.outputs.samples.marginsBps.push(tuple.decision.marginBps)
      writeRow(state.items, tuple, quotedStores[tuple.store])
    },
  }
}

/** What has changed since this item's last decision, and everything that has to be said about it. */
function release({ items, labels }: PublishState, tuple: Tuple, policy: PricingPolicy, now: number, explains: (sku: string) => boolean): void {
  const { item, decision, cost, outputs } = tuple
  const before = { priceMinor: items.get(item, ITEM.priceMinor), version: items.get(item, ITEM.version) }
  const isNew = before.version === 0
  const priceChanged = isNew || before.priceMinor !== decision.priceMinor || items.get(item, ITEM.worstMinor) !== decision.worstMinor
  const validUntil = validity(items, labels, tuple, policy, priceChanged, now)
  const dated = priceChanged || validUntil !== items.get(item, ITEM.validUntil)
  const reasonChanged = isNew || items.get(item, ITEM.reason) !== reasonNumber(decision.reason) || items.get(item, ITEM.guard) !== GUARDS.indexOf(decision.guard)
  const stamped = items.get(item, ITEM.floorMinor) !== cost.floorMinor || items.get(item, ITEM.costVersion) !== cost.costVersion
  if (reasonChanged) announce(items, tuple, isNew)
  if (dated || stamped) write(items, labels, tuple, validUntil, now)
  if (dated) outputs.after(updateLine(items, tuple, before.priceMinor, tuple.storeName))
  if (((priceChanged || reasonChanged) && !isNew) || explains(tuple.price.sku)) outputs.after(explain(tuple, policy, tuple.storeName, before, now))
  remember(items, tuple)
}

/** A new version of the published value. */
function write(items: Table, labels: Names, tuple: Tuple, validUntil: number, now: number): void {
  const { item, decision, cost, price, outputs, storeName } = tuple
  const version = items.get(item, ITEM.version) + 1
  items.set(item, ITEM.version, version)
  items.set(item, ITEM.validUntil, validUntil)
  items.set(item, ITEM.label, labels.rowOrAdd(decision.promotion?.id ?? ''))
  const promoLabel = decision.discountBps > 0 ? (decision.promotion?.id ?? '') : ''
  items.set(item, ITEM.promoLabel, labels.rowOrAdd(promoLabel))
  items.set(item, ITEM.promoFreeMinor, decision.promoFreeMinor)
  items.set(item, ITEM.publishedAt, now)
  outputs.published.push({
    sku: price.sku,
    store: storeName,
    priceMinor: decision.priceMinor,
    currency: price.currency,
    promoLabel,
    validUntil,
    version,
    floorMinor: cost.floorMinor,
    costVersion: cost.costVersion,
    promoFreeMinor: decision.promoFreeMinor,
    publishedAt: now,
  })
}

/** A promotion's price ends with it; any other is renewed once half of its time has passed. */
function validity(items: Table, labels: Names, { item, decision, price }: Tuple, { validForMs }: PricingPolicy, priceChanged: boolean, now: number): number {
  const ends = decision.reason === 'MANUAL_OVERRIDE' ? price.overrideUntil : decision.discountBps > 0 ? decision.promotion?.endsAt : undefined
  const longest = now + validForMs
  if (ends !== undefined) return Math.min(ends, longest)
  const present = items.get(item, ITEM.validUntil)
  const samePromotion = items.get(item, ITEM.label) === labels.rowOrAdd(decision.promotion?.id ?? '')
  return !priceChanged && samePromotion && present - now > validForMs / 2 ? present : longest
}

/** Nothing the guard can allow: the price that stands may stay if it clears the floor at the newest accepted cost. */
function holdLastSafe(items: Table, tuple: Tuple): void {
  if (tuple.decision.reason !== 'NO_SAFE_PRICE') return
  const { item, cost } = tuple
  const standing = items.get(item, ITEM.priceMinor)
  const worst = items.get(item, ITEM.worstMinor)
  if (standing > 0 && cost.floorMinor > 0 && Math.min(standing, worst) >= cost.floorMinor) settle(tuple, standing, worst, 'HOLD_LAST_SAFE', 'held')
}

/** The margin by its definition, not by the floor price the guard worked with: two ways must agree. The other floors are amounts. */
function checkOnceMore(tuple: Tuple, { floorMarginBps }: PricingPolicy): void {
  const { decision, cost } = tuple
  if (decision.priceMinor === 0) return
  const lowest = Math.min(decision.priceMinor, decision.worstMinor)
  if (lowest >= cost.floorMinor && clearsFloor(lowest, cost, floorMarginBps)) return
  tuple.outputs.count('publisher_blocked')
  settle(tuple, 0, 0, 'NO_SAFE_PRICE', 'unavailable')
}

function countBreach({ decision, outputs }: Tuple): void {
  if (decision.guard !== 'as_asked' && decision.reason !== 'COST_UNKNOWN') outputs.count('margin_breaches_prevented')
}

/** The compact decision of docs/log-format.md. */
function writeRow(items: Table, { item, price, decision, cost, forecast, outputs }: Tuple, quotedStore: string): void {
  const available = decision.priceMinor > 0
  const head = `[${price.quotedSku},${available ? decision.priceMinor : 'null'},${decision.discountBps},${available ? decision.marginBps : 'null'},${cost.floorMinor || 'null'},${cost.costVersion},"${decision.reason}",[`
  const store = `[${quotedStore},${items.get(item, ITEM.version)},${forecast.events},${forecast.onHand}]`
  outputs.row(head, store, decision.worstMinor < decision.priceMinor ? `],${decision.worstMinor}]` : ']]')
}

/** Floor and cost stand in the decision above it, and in the published value. */
function updateLine(items: Table, { item, cause, price, decision }: Tuple, was: number, store: string): string {
  return JSON.stringify({
    topic: 'price_updates',
    cause,
    sku: price.sku,
    store,
    version: items.get(item, ITEM.version),
    priceMinor: decision.priceMinor || null,
    was: was || undefined,
    promotion: decision.discountBps > 0 ? decision.promotion?.id : undefined,
    validUntil: items.get(item, ITEM.validUntil),
  })
}

/** Alerts and promotion decisions: said once, when the outcome changes. */
function announce(items: Table, tuple: Tuple, isNew: boolean): void {
  const { decision, outputs, cause, price, storeName: store } = tuple
  const { sku } = price
  if (decision.reason === 'NO_SAFE_PRICE') outputs.alert(cause, 'no_safe_price', 'critical', sku, store, { askedMinor: decision.askedMinor, floorMinor: tuple.cost.floorMinor || null })
  if (isNew) return
  if (decision.guard === 'reduced' || decision.guard === 'dropped') {
    outputs.alert(cause, 'margin_breach_prevented', 'warning', sku, store, { askedMinor: decision.askedMinor, priceMinor: decision.priceMinor, floorMinor: tuple.cost.floorMinor })
  }
  const outcome = PROMOTION_OUTCOMES[decision.reason]
  if (!outcome) return
  outputs.after(JSON.stringify({ topic: 'promotion_decisions', cause, sku, store, type: outcome, reason: decision.reason, promotion: decision.promotion?.id ?? null }))
  const endedEarly = decision.reason === 'PROMO_ENDED_EARLY'
  if (endedEarly && REASONS[items.get(tuple.item, ITEM.reason)] !== decision.reason) {
    outputs.alert(cause, 'stock_exhaustion', 'warning', sku, store, { onHand: tuple.forecast.onHand, depletionEtaHours: tuple.forecast.depletionEtaHours })
    outputs.after(JSON.stringify({ topic: 'promotion_decisions', cause, sku, store, type: 'replenish', reason: decision.reason, promotion: null }))
  }
}

const PROMOTION_OUTCOMES: Readonly<Record<string, string>> = {
  PROMO_APPROVED: 'approve',
  PROMO_MODIFY_DISCOUNT: 'modify',
  PROMO_DEFENSIVE: 'modify',
  PROMO_BLOCKED_MARGIN: 'reject',
  NO_SAFE_PRICE: 'reject',
  PROMO_ENDED_EARLY: 'end_early',
}

function remember(items: Table, { item, decision, cost }: Tuple): void {
  items.set(item, ITEM.priceMinor, decision.priceMinor)
  items.set(item, ITEM.worstMinor, decision.worstMinor)
  items.set(item, ITEM.floorMinor, cost.floorMinor)
  items.set(item, ITEM.costVersion, cost.costVersion)
  items.set(item, ITEM.reason, reasonNumber(decision.reason))
  items.set(item, ITEM.guard, GUARDS.indexOf(decision.guard))
}
