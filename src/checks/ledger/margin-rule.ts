/** What a unit costs, and how its price is taxed. */
export interface UnitTerms {
  readonly costMinor: number
  readonly logisticsMinor: number
  readonly tax: UnitTax
}

export type UnitTax =
  | { readonly mode: 'inclusive'; readonly rateBps: number }
  | { readonly mode: 'flat'; readonly amountMinor: number }
  | { readonly mode: 'excluded' }

/** Undefined where an amount or a rate is not a whole number. */
export function readUnitTerms({ costMinor, logisticsMinor, tax = { mode: 'excluded' } }: Readonly<Record<string, unknown>>): UnitTerms | undefined {
  const { mode, rateBps, amountMinor } = tax as { mode?: unknown; rateBps?: unknown; amountMinor?: unknown }
  const burden = mode === 'inclusive' ? rateBps : mode === 'flat' ? amountMinor : 0
  const isWhole = [costMinor, logisticsMinor, burden].every((value) => Number.isSafeInteger(value) && (value as number) >= 0)
  return isWhole ? ({ costMinor, logisticsMinor, tax } as UnitTerms) : undefined
}

const BPS = 10_000n

/**
 * The margin floor of one SKU at one cost. The rule, with r the contained tax rate in bps (0 if none) and
 * fixed = cost + logistics + flat tax:
 *
 *     (price − fixed − price × r ÷ (10,000 + r)) × 10,000 ≥ floorBps × price
 *
 * multiplied by (10,000 + r) and sorted by price becomes a comparison of whole numbers, with nothing rounded:
 *
 *     price × slope ≥ need      slope = 10,000² − floorBps × (10,000 + r),   need = fixed × 10,000 × (10,000 + r)
 *
 * slope and need are divided by their common factor, so that ordinary prices stay below 2^53 and need no BigInt.
 */
export class MarginRule {
  /** The lowest price that clears the floor; undefined where no price does. */
  readonly floorMinor: number | undefined
  readonly #slope: bigint
  readonly #need: bigint
  readonly #plainSlope: number
  readonly #plainNeed: number
  readonly #fixed: bigint
  readonly #share: bigint

  constructor({ costMinor, logisticsMinor, tax }: UnitTerms, floorBps: number) {
    this.#fixed = BigInt(costMinor) + BigInt(logisticsMinor) + (tax.mode === 'flat' ? BigInt(tax.amountMinor) : 0n)
    this.#share = BPS + (tax.mode === 'inclusive' ? BigInt(tax.rateBps) : 0n)
    const slope = BPS * BPS - BigInt(floorBps) * this.#share
    const need = this.#fixed * BPS * this.#share
    const common = greatestCommonDivisor(slope < 0n ? -slope : slope, BPS * this.#share)
    this.#slope = slope / common
    this.#need = need / common
    this.#plainSlope = Number(this.#slope)
    this.#plainNeed = Number(this.#need)
    this.floorMinor = slope > 0n ? Number((this.#need + this.#slope - 1n) / this.#slope) : undefined
  }

  /** Exact for every whole price; anything else is no price and clears nothing. */
  clears(priceMinor: number): boolean {
    const left = priceMinor * this.#plainSlope
    // A product that rounds to less than 2^53 was not rounded at all.
    if (isExact(left) && isExact(this.#plainNeed)) return priceMinor >= 0 && left >= this.#plainNeed
    return Number.isSafeInteger(priceMinor) && priceMinor >= 0 && BigInt(priceMinor) * this.#slope >= this.#need
  }

  /** Margin in bps of the price, rounded down (towards −∞); null for a price of 0. */
  marginBps(priceMinor: number): number | null {
    if (!Number.isSafeInteger(priceMinor) || priceMinor <= 0) return null
    const price = BigInt(priceMinor)
    const left = (price * BPS - this.#fixed * this.#share) * BPS
    const whole = price * this.#share
    const rest = ((left % whole) + whole) % whole
    return Number((left - rest) / whole)
  }
}

const isExact = (value: number): boolean => Number.isSafeInteger(value)

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b > 0n) [a, b] = [b, a % b]
  return a
}
