import { priceCacheContract } from '../testing/contracts/price-cache.contract.ts'
import { priceStoreContract } from '../testing/contracts/price-store.contract.ts'
import { ModelCache, ModelStore } from './model-prices.ts'

priceCacheContract('the modelled cache', () => new ModelCache())
priceStoreContract('the modelled store', () => new ModelStore())
