import { address, drawSku, drawStore, type Feed, typeText } from './feed.ts'
import { SHOPPERS } from './shoppers.ts'

const SALE = typeText('sales_events', 'sale')

/** Units of a sale, and tenths of the base price that were paid, each as likely as it stands here. */
const UNITS = [1, 1, 1, 1, 1, 1, 2, 2, 3, 4]
const PAID_PERCENT = [100, 100, 95, 90, 85, 80, 75, 70]

export const MEAN_UNITS_A_SALE = UNITS.reduce((sum, units) => sum + units, 0) / UNITS.length

export const sales: Feed = {
  source: 'pos',
  open(world) {
    const { market, random, stock } = world
    let orders = 0
    return (draft) => {
      const sku = drawSku(world)
      const store = drawStore(world)
      const units = random.pick(UNITS)
      const unitPriceMinor = Math.round((market.skus[sku].baseMinor * random.pick(PAID_PERCENT)) / 100)
      stock.add(sku, store, -units)
      address(draft, SALE, sku, store)
      draft.data = `"qty":${units},"unitPriceMinor":${unitPriceMinor},${random.pick(SHOPPERS)},"orderId":"o-${orders++}"`
    }
  },
}
