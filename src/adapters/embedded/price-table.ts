import type { FoundPrice, PublishedPrice } from '../../engine/pricing/ports.ts'

// A slot, in 4-byte words: key (2), sequence, partition; then in 8-byte words from byte 16 on.
const SLOT_BYTES = 96
const KEY_LOW = 0
const KEY_HIGH = 1
const SEQUENCE = 2
const PARTITION = 3
const PRICE = 2
const VALID_UNTIL = 3
const VERSION = 4
const FLOOR = 5
const COST_VERSION = 6
const PROMO_FREE = 7
const PUBLISHED_AT = 8
const LABEL_BYTE = 72
const LABEL_BYTES_MAX = 23
const WORDS = SLOT_BYTES / 4
const DOUBLES = SLOT_BYTES / 8

/**
 * Prices shared by all threads: an open-addressing table in one SharedArrayBuffer. Every key has a single writer (the
 * owner of its partition); readers never wait for it and never see half a value: a slot's sequence is odd while
 * it is being written, and a reader whose sequence changed meanwhile reads again (a seqlock).
 * Keys are 64-bit fingerprints: among a million items the chance that two share one is below 3e-8.
 */
export class PriceTable {
  readonly shared: SharedArrayBuffer
  readonly #words: Int32Array
  readonly #doubles: Float64Array
  readonly #bytes: Uint8Array
  readonly #slots: number

  static create(items: number): PriceTable {
    const slots = Math.max(64, Math.ceil(items * 1.4))
    return new PriceTable(new SharedArrayBuffer(slots * SLOT_BYTES))
  }

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared
    this.#words = new Int32Array(shared)
    this.#doubles = new Float64Array(shared)
    this.#bytes = new Uint8Array(shared)
    this.#slots = shared.byteLength / SLOT_BYTES
  }

  /** Compare-and-set: false where the value that is there is as new or newer. */
  put(price: PublishedPrice, partition: number): boolean {
    const slot = this.#claim(keyLow(price.sku, price.store), keyHigh(price.sku, price.store))
    if (this.#doubles[slot * DOUBLES + VERSION] >= price.version) return false
    const sequence = slot * WORDS + SEQUENCE
    Atomics.add(this.#words, sequence, 1)
    this.#write(slot, price, partition)
    Atomics.add(this.#words, sequence, 1)
    return true
  }

  /** Every price of the partition is gone, until it is put again in any version. Only its writer may say so. */
  forget(partition: number): void {
    for (let slot = 0; slot < this.#slots; slot++) {
      if (this.#words[slot * WORDS + KEY_HIGH] === 0 || this.#words[slot * WORDS + PARTITION] !== partition) continue
      const sequence = slot * WORDS + SEQUENCE
      Atomics.add(this.#words, sequence, 1)
      this.#doubles[slot * DOUBLES + VERSION] = 0
      Atomics.add(this.#words, sequence, 1)
    }
  }

  find(sku: string, store: string): { readonly price: FoundPrice; readonly partition: number } | undefined {
    const slot = this.#locate(keyLow(sku, store), keyHigh(sku, store))
    if (slot < 0) return undefined
    const sequence = slot * WORDS + SEQUENCE
    for (;;) {
      const before = Atomics.load(this.#words, sequence)
      if ((before & 1) === 1) continue
      const found = { price: this.#read(slot), partition: this.#words[slot * WORDS + PARTITION] }
      if (Atomics.load(this.#words, sequence) === before) return found.price.version === 0 ? undefined : found
    }
  }

  #write(slot: number, price: PublishedPrice, partition: number): void {
    const at = slot * DOUBLES
    this.#words[slot * WORDS + PARTITION] = partition
    this.#doubles[at + PRICE] = price.priceMinor
    this.#doubles[at + VALID_UNTIL] = price.validUntil
    this.#doubles[at + VERSION] = price.version
    this.#doubles[at + FLOOR] = price.floorMinor
    this.#doubles[at + COST_VERSION] = price.costVersion
    this.#doubles[at + PROMO_FREE] = price.promoFreeMinor
    this.#doubles[at + PUBLISHED_AT] = price.publishedAt
    this.#writeLabel(slot * SLOT_BYTES + LABEL_BYTE, price.promoLabel)
  }

  #read(slot: number): FoundPrice {
    const at = slot * DOUBLES
    return {
      priceMinor: this.#doubles[at + PRICE],
      validUntil: this.#doubles[at + VALID_UNTIL],
      version: this.#doubles[at + VERSION],
      floorMinor: this.#doubles[at + FLOOR],
      costVersion: this.#doubles[at + COST_VERSION],
      promoFreeMinor: this.#doubles[at + PROMO_FREE],
      publishedAt: this.#doubles[at + PUBLISHED_AT],
      promoLabel: this.#readLabel(slot * SLOT_BYTES + LABEL_BYTE),
    }
  }

  #writeLabel(at: number, label: string): void {
    const length = Math.min(label.length, LABEL_BYTES_MAX)
    this.#bytes[at] = length
    for (let index = 0; index < length; index++) this.#bytes[at + 1 + index] = label.charCodeAt(index)
  }

  #readLabel(at: number): string {
    const length = this.#bytes[at]
    return length === 0 ? '' : String.fromCharCode(...this.#bytes.subarray(at + 1, at + 1 + length))
  }

  #locate(low: number, high: number): number {
    for (let step = 0, slot = (low >>> 0) % this.#slots; step < this.#slots; step++, slot = (slot + 1) % this.#slots) {
      const found = Atomics.load(this.#words, slot * WORDS + KEY_HIGH)
      if (found === 0) return -1
      if (found === high && Atomics.load(this.#words, slot * WORDS + KEY_LOW) === low) return slot
    }
    return -1
  }

  /** Finds the key's slot or takes a free one. Another thread may take it first with another key: then the next. */
  #claim(low: number, high: number): number {
    for (let step = 0, slot = (low >>> 0) % this.#slots; step < this.#slots; step++, slot = (slot + 1) % this.#slots) {
      const holder = Atomics.compareExchange(this.#words, slot * WORDS + KEY_HIGH, 0, high)
      if (holder === 0) Atomics.store(this.#words, slot * WORDS + KEY_LOW, low)
      if (holder === 0 || (holder === high && Atomics.load(this.#words, slot * WORDS + KEY_LOW) === low)) return slot
    }
    throw new Error(`the price table is full: ${this.#slots} slots`)
  }
}

const SEPARATOR = 0x1f

function keyLow(sku: string, store: string): number {
  return avalanche(mixText(Math.imul(mixText(0x811c9dc5, sku) ^ SEPARATOR, 0x01000193), store))
}

/** Never 0: that marks a free slot. */
function keyHigh(sku: string, store: string): number {
  return avalanche(mixText(Math.imul(mixText(0x3c6ef372, store) ^ SEPARATOR, 0x5bd1e995), sku)) || 1
}

function mixText(seed: number, text: string): number {
  let hash = seed
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash
}

function avalanche(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
