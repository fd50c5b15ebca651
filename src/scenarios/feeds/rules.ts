import { address, type Draft, drawSku, type Feed, SKU_WIDE, typeText, type World } from './feed.ts'

const PROMOTION_CHANGED = typeText('promo_rules', 'promotion_changed')
const PRICE_OVERRIDDEN = typeText('price_overrides', 'price_overridden')
const COST_REVIEWED = typeText('price_overrides', 'cost_reviewed')

/** Merchandisers look after a few SKUs; the rest live by the scenario's promotions. */
const SKUS_IN_HAND = 64
const ROLES = ['pricing-manager', 'category-manager', 'store-manager']

export const rules: Feed = {
  source: 'back-office',
  open(world) {
    const inHand = Array.from({ length: SKUS_IN_HAND }, () => drawSku(world))
    return (draft, elapsedMs) => {
      const sku = world.random.pick(inHand)
      const kind = world.random.fraction()
      if (kind < 0.5) changePromotion(world, draft, sku, elapsedMs)
      else if (kind < 0.9) overridePrice(world, draft, sku, elapsedMs)
      else reviewCost(world, draft, sku)
    }
  },
}

function changePromotion({ market, random, times }: World, draft: Draft, sku: number, elapsedMs: number): void {
  const id = market.skus[sku].sku
  const promotion = `"id":${JSON.stringify(`spot-${id}`)},"kind":"percent-off","label":"Spot offer","scope":{"skus":[${JSON.stringify(id)}]}`
  const offBps = random.between(1, 5) * 500
  address(draft, PROMOTION_CHANGED, sku, SKU_WIDE)
  draft.data = `"promotion":{${promotion},"endsAt":${times.at(elapsedMs + 20_000)},"offBps":${offBps}}`
}

/** A little under the base price, for a few seconds. */
function overridePrice({ market, random, times }: World, draft: Draft, sku: number, elapsedMs: number): void {
  const priceMinor = Math.ceil((market.skus[sku].baseMinor * random.between(92, 99)) / 100)
  const until = times.at(elapsedMs + random.between(3_000, 15_000))
  address(draft, PRICE_OVERRIDDEN, sku, SKU_WIDE)
  draft.data = `"priceMinor":${priceMinor},"role":"${random.pick(ROLES)}","until":${until}`
}

/** Somebody looks into the review queue and sends a doubtful cost back; with none waiting it changes nothing. */
function reviewCost(_world: World, draft: Draft, sku: number): void {
  address(draft, COST_REVIEWED, sku, SKU_WIDE)
  draft.data = '"accept":false'
}
