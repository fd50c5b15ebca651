import type { Clock } from '../engine/kernel/ports.ts'
import type { Random } from '../engine/kernel/random.ts'
import type { MarketSku } from './model-market.ts'
import type { PriceSource } from './seeded-bug.ts'

/** What one reader was told, as it stands in its log. */
export interface ReadLog {
  readonly reader: string
  readonly lines: readonly string[]
}

/** Asks for prices as a shop does, and writes down what it is told. */
export class Reader implements ReadLog {
  readonly reader: string
  readonly lines: string[] = []
  readonly #source: PriceSource
  readonly #clock: Clock

  constructor(number: number, source: PriceSource, clock: Clock) {
    this.reader = `reader-${number}`
    this.#source = source
    this.#clock = clock
  }

  async readAny(random: Random, skus: readonly MarketSku[], stores: readonly string[]): Promise<void> {
    await this.read(random.pick(skus).sku, random.pick(stores))
  }

  async read(sku: string, store: string): Promise<void> {
    const now = this.#clock.now()
    const { source, version, validUntil, leaseUntil, publishedAt, priceMinor, unanswered } = await this.#source.read(sku, store, now)
    this.lines.push(`{"now":${now},"sku":"${sku}","store":"${store}","source":"${source}","version":${version},"validUntil":${validUntil},"leaseUntil":${leaseUntil},"publishedAt":${publishedAt},"priceMinor":${priceMinor || null}${unanswered ? `,"unanswered":${JSON.stringify(unanswered)}` : ''}}`)
  }
}
