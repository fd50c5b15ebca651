import { address, drawSku, drawStore, type Feed, typeText } from './feed.ts'
import { SHOPPERS } from './shoppers.ts'

const VIEW = typeText('demand_events', 'view')
const CART_ADD = typeText('demand_events', 'cart_add')
const CART_REMOVE = typeText('demand_events', 'cart_remove')

/** Shoppers who look (80 %), put into the cart (15 %) and take out again (5 %). */
const TYPES = Array.from({ length: 20 }, (_, place) => (place < 16 ? VIEW : place < 19 ? CART_ADD : CART_REMOVE))

export const demand: Feed = {
  source: 'web',
  open: (world) => (draft) => {
    address(draft, world.random.pick(TYPES), drawSku(world), drawStore(world))
    draft.data = world.random.pick(SHOPPERS)
  },
}
