import { address, drawSku, drawStore, type Feed, typeText } from './feed.ts'
import { SHOPPERS } from './shoppers.ts'
import { UNITS_A_SALE } from './units-a-sale.ts'

const SALE = typeText('sales_events', 'sale')

/** Percent of the base price that was paid, each as likely as it stands here. */
const PAID_PERCENT = [100, 100, 95, 90, 85, 80, 75, 70]

export const sales: Feed = {
  source: 'pos',
  open(world) {
    const { market, random, stock } = world
    let orders = 0
    return (draft) => {
      const sku = drawSku(world)
      const store = drawStore(world)
      const units = random.pick(UNITS_A_SALE)
      const unitPriceMinor = Math.round((market.skus[sku].baseMinor * random.pick(PAID_PERCENT)) / 100)
      stock.add(sku, store, -units)
      address(draft, SALE, sku, store)
      draft.data = `"qty":${units},"unitPriceMinor":${unitPriceMinor},${random.pick(SHOPPERS)},"orderId":"o-${orders++}"`
    }
  },
}
