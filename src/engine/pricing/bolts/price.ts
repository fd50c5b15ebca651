import type { Bolt } from '../../kernel/bolt.ts'
import { Facts, Names } from '../../kernel/part.ts'
import { fieldsOf, Table } from '../../kernel/table.ts'
import type { Promotion } from '../promotions/promotion.ts'
import { covers, RuleBook } from '../rule-book.ts'
import type { Tuple } from '../tuple.ts'

const SKU = fieldsOf(['baseMinor', 'currency', 'category', 'competitorMinor', 'competitorTs', 'overrideMinor', 'overrideUntil'])

/** When a manual price ends. */
interface ManualEnd {
  readonly sku: number
  readonly until: number
}

export interface PriceState {
  readonly [part: string]: Table | RuleBook | Names | Facts<readonly ManualEnd[]>
  readonly skus: Table
  readonly rules: RuleBook
  /** What the rows of `skus` are called. */
  readonly names: Names
  /** Categories and currencies, which many SKUs share. */
  readonly texts: Names
  /** Of the manual prices in force, the next one first. */
  readonly manualEnds: Facts<readonly ManualEnd[]>
}

/** Of a SKU by its row. */
export function nameAndCurrency({ skus, names, texts }: PriceState, sku: number): { readonly sku: string; readonly currency: string } {
  return { sku: names.name(sku), currency: texts.name(skus.get(sku, SKU.currency)) }
}

/** Base price, promotions, competitor and manual prices of every SKU. */
export const price: Bolt<PriceState, Tuple> = {
  name: 'price',
  summary: 'base price, promotions, competitor and manual prices',
  after: ['normalise'],
  open: () => ({ skus: new Table(SKU), rules: new RuleBook(), names: new Names(), texts: new Names(), manualEnds: new Facts<readonly ManualEnd[]>([]) }),
  fold(state, tuple, now) {
    FOLDS[tuple.event.type]?.(state, tuple, now)
    tuple.price.ruleSetVersion = state.rules.version
  },
  wakesAt: ({ rules, manualEnds }) => Math.min(rules.nextBoundary(), manualEnds.value[0]?.until ?? Infinity),
  wake({ rules, skus, names, texts, manualEnds }, now, again) {
    const ended = manualEnds.value.filter(({ until }) => until <= now)
    manualEnds.value = manualEnds.value.slice(ended.length)
    for (const { sku } of ended) again(sku, 'soon')
    const changes = rules.passBoundaries(now)
    if (changes.length === 0) return
    for (let sku = 0; sku < skus.rows; sku++) {
      const category = texts.name(skus.get(sku, SKU.category))
      if (changes.some((change) => sku < change.skus && covers(change.promotion, names.name(sku), category))) again(sku, 'soon')
    }
  },
  assess({ skus, rules, names, texts }, { sku, price }, now) {
    price.sku = names.name(sku)
    price.quotedSku = names.quoted(sku)
    price.category = texts.name(skus.get(sku, SKU.category))
    price.baseMinor = skus.get(sku, SKU.baseMinor)
    price.currency = texts.name(skus.get(sku, SKU.currency))
    price.competitorMinor = skus.get(sku, SKU.competitorMinor)
    price.overrideUntil = skus.get(sku, SKU.overrideUntil)
    price.overrideMinor = now < price.overrideUntil ? skus.get(sku, SKU.overrideMinor) : 0
    price.ruleSetVersion = rules.version
    price.promotions = rules.covering(sku, price.sku, price.category)
  },
}

const FOLDS: Readonly<Record<string, (state: PriceState, tuple: Tuple, now: number) => void>> = {
  sku_seeded: seed,
  competitor_price_seen: seeCompetitor,
  price_overridden: override,
  promotion_created: putPromotion,
  promotion_changed: putPromotion,
  promotion_ended: ({ rules, skus }, { event, sku }) => rules.end(event.data.promotionId as string, sku >= 0 ? 0 : skus.rows),
}

function seed({ skus, names, texts }: PriceState, { event, sku }: Tuple): void {
  skus.grow(sku + 1)
  skus.set(sku, SKU.baseMinor, event.data.baseMinor as number)
  skus.set(sku, SKU.currency, texts.rowOrAdd(event.data.currency as string))
  skus.set(sku, SKU.category, texts.rowOrAdd(event.data.category as string))
  names.add(event.sku!)
}

/** The newest observation rules; an older one that arrives late changes nothing. */
function seeCompetitor({ skus }: PriceState, { event, sku }: Tuple): void {
  if (event.ts < skus.get(sku, SKU.competitorTs)) return
  skus.set(sku, SKU.competitorTs, event.ts)
  skus.set(sku, SKU.competitorMinor, event.data.priceMinor as number)
}

function override({ skus, manualEnds }: PriceState, { event, sku }: Tuple, now: number): void {
  const until = event.data.until as number
  skus.set(sku, SKU.overrideMinor, event.data.priceMinor as number)
  skus.set(sku, SKU.overrideUntil, until)
  const others = manualEnds.value.filter((end) => end.sku !== sku)
  const ends = until > now ? [...others, { sku, until }] : others
  manualEnds.value = ends.sort((a, b) => a.until - b.until)
}

/** A rule that names its SKU is decided with the event; a wider one reaches its SKUs through the agenda. */
function putPromotion({ rules, skus }: PriceState, { event, sku }: Tuple): void {
  rules.put(event.data.promotion as Promotion, sku >= 0 ? 0 : skus.rows)
}
