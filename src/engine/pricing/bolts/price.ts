import type { Bolt } from '../../kernel/bolt.ts'
import { Facts } from '../../kernel/part.ts'
import { fieldsOf, Table } from '../../kernel/table.ts'
import type { Promotion } from '../promotions/promotion.ts'
import { covers, RuleBook } from '../rule-book.ts'
import type { Tuple } from '../tuple.ts'

const SKU = fieldsOf(['baseMinor', 'currency', 'category', 'competitorMinor', 'competitorTs', 'overrideMinor', 'overrideUntil'])

export interface PriceState {
  readonly [part: string]: Table | RuleBook | Facts<Labels>
  readonly skus: Table
  readonly rules: RuleBook
  readonly labels: Facts<Labels>
}

/** SKU names, and the few texts that many SKUs share. */
interface Labels {
  readonly skus: string[]
  /** As JSON texts, because every decision writes one. */
  readonly quotedSkus: string[]
  readonly texts: string[]
}

/** Base price, promotions, competitor and manual prices of every SKU. */
export const price: Bolt<PriceState, Tuple> = {
  name: 'price',
  summary: 'base price, promotions, competitor and manual prices',
  after: ['normalise'],
  open: () => ({ skus: new Table(SKU), rules: new RuleBook(), labels: new Facts<Labels>({ skus: [], quotedSkus: [], texts: [] }) }),
  fold(state, tuple) {
    FOLDS[tuple.event.type]?.(state, tuple)
    tuple.price.ruleSetVersion = state.rules.version
  },
  wakesAt: ({ rules }) => rules.nextBoundary(),
  wake({ rules, skus, labels }, now, again) {
    const changes = rules.passBoundaries(now)
    for (let sku = 0; sku < skus.rows; sku++) {
      const category = labels.value.texts[skus.get(sku, SKU.category)]
      if (changes.some((change) => sku < change.skus && covers(change.promotion, labels.value.skus[sku], category))) again(sku, 'soon')
    }
  },
  assess({ skus, rules, labels }, { sku, price }, now) {
    price.sku = labels.value.skus[sku]
    price.quotedSku = labels.value.quotedSkus[sku]
    price.category = labels.value.texts[skus.get(sku, SKU.category)]
    price.baseMinor = skus.get(sku, SKU.baseMinor)
    price.currency = labels.value.texts[skus.get(sku, SKU.currency)]
    price.competitorMinor = skus.get(sku, SKU.competitorMinor)
    price.overrideUntil = skus.get(sku, SKU.overrideUntil)
    price.overrideMinor = now < price.overrideUntil ? skus.get(sku, SKU.overrideMinor) : 0
    price.ruleSetVersion = rules.version
    price.promotions = rules.covering(sku, price.sku, price.category)
  },
}

const FOLDS: Readonly<Record<string, (state: PriceState, tuple: Tuple) => void>> = {
  sku_seeded: seed,
  competitor_price_seen: seeCompetitor,
  price_overridden: override,
  promotion_created: putPromotion,
  promotion_changed: putPromotion,
  promotion_ended: ({ rules, skus }, { event, sku }) => rules.end(event.data.promotionId as string, sku >= 0 ? 0 : skus.rows),
}

function seed({ skus, labels }: PriceState, { event, sku }: Tuple): void {
  skus.grow(sku + 1)
  skus.set(sku, SKU.baseMinor, event.data.baseMinor as number)
  skus.set(sku, SKU.currency, shared(labels.value.texts, event.data.currency as string))
  skus.set(sku, SKU.category, shared(labels.value.texts, event.data.category as string))
  labels.value.skus[sku] = event.sku!
  labels.value.quotedSkus[sku] = JSON.stringify(event.sku)
}

/** The newest observation rules; an older one that arrives late changes nothing. */
function seeCompetitor({ skus }: PriceState, { event, sku }: Tuple): void {
  if (event.ts < skus.get(sku, SKU.competitorTs)) return
  skus.set(sku, SKU.competitorTs, event.ts)
  skus.set(sku, SKU.competitorMinor, event.data.priceMinor as number)
}

function override({ skus }: PriceState, { event, sku }: Tuple): void {
  skus.set(sku, SKU.overrideMinor, event.data.priceMinor as number)
  skus.set(sku, SKU.overrideUntil, event.data.until as number)
}

/** A rule that names its SKU is decided with the event; a wider one reaches its SKUs through the agenda. */
function putPromotion({ rules, skus }: PriceState, { event, sku }: Tuple): void {
  rules.put(event.data.promotion as Promotion, sku >= 0 ? 0 : skus.rows)
}

function shared(texts: string[], text: string): number {
  const known = texts.indexOf(text)
  return known >= 0 ? known : texts.push(text) - 1
}
