import { address, drawSku, type Feed, SKU_WIDE, typeText } from './feed.ts'

const PRICE_SEEN = typeText('competitor_prices', 'competitor_price_seen')
const COMPETITORS = ['bazaarline', 'megamart', 'quickcart', 'shopwala']

/** Percent of our base price: most rivals ask more and change nothing, an undercutter asks less than any sale of ours. */
const ABOVE = [101, 115] as const
const BELOW = [55, 68] as const

export const competitor: Feed = {
  source: 'price-watch',
  open(world) {
    const { market, random, times } = world
    const { undercutShare } = market.scenario.traffic
    return (draft, elapsedMs) => {
      const sku = drawSku(world)
      const [from, to] = random.chance(undercutShare) ? BELOW : ABOVE
      const priceMinor = Math.ceil((market.skus[sku].baseMinor * random.between(from, to)) / 100)
      address(draft, PRICE_SEEN, sku, SKU_WIDE)
      draft.data = `"competitor":"${random.pick(COMPETITORS)}","priceMinor":${priceMinor},"observedAt":${times.at(elapsedMs)}`
    }
  },
}
