import { setTimeout } from 'node:timers/promises'
import type { PriceCache, PriceStore } from '../../engine/pricing/ports.ts'
import { PostgresLink } from '../../adapters/postgres/client.ts'
import { PostgresPriceStore } from '../../adapters/postgres/price-store.ts'
import { RedisLink, type RedisProfile } from '../../adapters/redis/client.ts'
import { RedisPriceCache } from '../../adapters/redis/price-cache.ts'
import type { KafkaTarget } from './kafka-target.ts'

const ATTEMPTS_MAX = 20
const RETRY_AFTER_MS = 250

export interface RealPrices {
  readonly cache: PriceCache
  readonly store: PriceStore
  close(): Promise<void>
}

/** The price cache in Redis and the price store in PostgreSQL, for one thread. */
export async function openRealPrices({ redis, postgres, prefix, schema }: KafkaTarget, profile: RedisProfile): Promise<RealPrices> {
  const link = await patiently(() => RedisLink.open(redis, profile))
  const tables = await patiently(() => PostgresLink.open(postgres)).catch((error: unknown) => {
    // A link that nobody closes would keep the process from its end.
    link.close()
    throw error
  })
  return {
    cache: new RedisPriceCache({ reader: link, writer: link, prefix }),
    store: new PostgresPriceStore(tables, schema),
    async close() {
      link.close()
      await tables.close()
    },
  }
}

/** Threads that all start at once keep each other from answering in time; that the servers are there was asked before. */
export async function patiently<Opened>(open: () => Promise<Opened>): Promise<Opened> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open()
    } catch (error) {
      if (attempt === ATTEMPTS_MAX) throw error
      await setTimeout(RETRY_AFTER_MS)
    }
  }
}
