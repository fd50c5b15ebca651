import type { Promotion } from '../../engine/pricing/promotions/promotion.ts'
import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const scopeIgnored: SeededBug = {
  name: 'scope-ignored',
  summary: 'offers for one SKU are given to the SKUs decided after it',
  caughtBy: 'rules',
  wrap: () => {
    let offers: readonly Promotion[] = []
    return spoil('price', ({ assess }) => ({
      assess(state, tuple, now) {
        assess!(state, tuple, now)
        const own = tuple.price.promotions
        tuple.price.promotions = [...own, ...offers.filter((offer) => !own.includes(offer))]
        offers = own.filter(({ scope }) => scope.skus !== undefined)
      },
    }))
  },
}
