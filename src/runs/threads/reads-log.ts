import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { PriceAnswer } from '../../engine/pricing/price-reader.ts'

const FLUSH_CHARACTERS = 1 << 16

/** What one reader saw, read after read: versions must not go back in it (docs/log-format.md). */
export class ReadsLog {
  readonly #file: number
  #text = ''

  constructor(runDir: string, reader: number) {
    mkdirSync(join(runDir, 'reads'), { recursive: true })
    this.#file = openSync(join(runDir, 'reads', `reader-${reader}.jsonl`), 'a')
  }

  add(now: number, sku: string, store: string, answer: PriceAnswer): void {
    const { source, priceMinor, version, validUntil, leaseUntil, publishedAt, unanswered } = answer
    this.#text += `${JSON.stringify({ now, sku, store, source, priceMinor: priceMinor || null, version, validUntil, leaseUntil, publishedAt, unanswered })}\n`
    if (this.#text.length >= FLUSH_CHARACTERS) this.#flush()
  }

  close(): void {
    this.#flush()
    closeSync(this.#file)
  }

  #flush(): void {
    if (this.#text !== '') writeSync(this.#file, this.#text)
    this.#text = ''
  }
}
