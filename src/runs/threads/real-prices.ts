import type { PriceCache, PriceStore } from '../../engine/pricing/ports.ts'
import { PostgresLink } from '../../adapters/postgres/client.ts'
import { PostgresPriceStore } from '../../adapters/postgres/price-store.ts'
import { RedisLink, type RedisProfile } from '../../adapters/redis/client.ts'
import { RedisPriceCache } from '../../adapters/redis/price-cache.ts'
import type { KafkaTarget } from './kafka-target.ts'

export interface RealPrices {
  readonly cache: PriceCache
  readonly store: PriceStore
  close(): Promise<void>
}

/** The price cache in Redis and the price store in PostgreSQL, for one thread. */
export async function openRealPrices({ redis, postgres, prefix, schema }: KafkaTarget, profile: RedisProfile): Promise<RealPrices> {
  const [link, tables] = await Promise.all([RedisLink.open(redis, profile), PostgresLink.open(postgres)])
  return {
    cache: new RedisPriceCache({ reader: link, writer: link, prefix }),
    store: new PostgresPriceStore(tables, schema),
    async close() {
      link.close()
      await tables.close()
    },
  }
}
