/**
 * Margin arithmetic, exact. Money is in minor units, percentages in bps.
 *
 *     margin = (price − fixed − tax) / price
 *
 * `fixedMinor` is what a unit costs whatever its price: cost + logistics + a flat tax. A tax contained in the price is
 * price × rate ÷ (10,000 + rate) and is never rounded here: every test is a cross-multiplication of whole numbers.
 */

/** What stands between a price and its margin. `taxRateBps` is 0 unless the tax is contained in the price. */
export interface UnitCost {
  readonly fixedMinor: number
  readonly taxRateBps: number
}

/** True where every product below stays under 2^53; where it does not, BigInt takes over. */
const isExact = (amountMinor: number, share: number): boolean => amountMinor * share * 10_000 <= Number.MAX_SAFE_INTEGER

/** True exactly when (price − cost − logistics − tax) × 10,000 ≥ floorBps × price. */
export function clearsFloor(priceMinor: number, { fixedMinor, taxRateBps }: UnitCost, floorBps: number): boolean {
  const share = 10_000 + taxRateBps
  if (isExact(priceMinor, share) && isExact(fixedMinor, share)) {
    return (priceMinor * 10_000 - fixedMinor * share) * 10_000 >= floorBps * priceMinor * share
  }
  const [price, fixed, k] = [BigInt(priceMinor), BigInt(fixedMinor), BigInt(share)]
  return (price * 10_000n - fixed * k) * 10_000n >= BigInt(floorBps) * price * k
}

/**
 * The lowest price that clears the floor, rounded up; undefined where no price below 2^53 does (a contained
 * tax that leaves no room). From the inequality above: price × (10^8 − floorBps × share) ≥ fixed × share × 10^4.
 */
export function floorPrice({ fixedMinor, taxRateBps }: UnitCost, floorBps: number): number | undefined {
  const share = 10_000 + taxRateBps
  const room = 100_000_000 - floorBps * share
  if (room <= 0) return undefined
  if (isExact(fixedMinor, share)) return divideUp(fixedMinor * share * 10_000, room)
  const price = Number((BigInt(fixedMinor) * BigInt(share) * 10_000n + BigInt(room) - 1n) / BigInt(room))
  return Number.isSafeInteger(price) ? price : undefined
}

/** The lowest price that leaves `profitMinor` a unit, rounded up. */
export function profitFloorPrice({ fixedMinor, taxRateBps }: UnitCost, profitMinor: number): number {
  return Number((BigInt(fixedMinor + profitMinor) * BigInt(10_000 + taxRateBps) + 9_999n) / 10_000n)
}

/** Margin in bps of the price, rounded down (towards −∞). */
export function marginBps(priceMinor: number, { fixedMinor, taxRateBps }: UnitCost): number {
  const share = 10_000 + taxRateBps
  const left = (priceMinor * 10_000 - fixedMinor * share) * 10_000
  if (Math.abs(left) <= Number.MAX_SAFE_INTEGER) return divideDown(left, priceMinor * share)
  const [price, k] = [BigInt(priceMinor), BigInt(share)]
  const exact = (price * 10_000n - BigInt(fixedMinor) * k) * 10_000n
  const quotient = exact / (price * k)
  return Number(exact < 0n && quotient * price * k !== exact ? quotient - 1n : quotient)
}

/** a ÷ b towards −∞ for whole numbers below 2^53; the remainder is exact where the quotient is not. */
export function divideDown(a: number, b: number): number {
  const remainder = a % b
  return (a - remainder) / b - (remainder < 0 ? 1 : 0)
}

/** a ÷ b towards +∞, likewise. */
export function divideUp(a: number, b: number): number {
  const remainder = a % b
  return (a - remainder) / b + (remainder > 0 ? 1 : 0)
}

/** `bps` of an amount, half up: the rounding of discounts and surges. */
export function shareOf(amountMinor: number, bps: number): number {
  const product = amountMinor * bps + 5_000
  return product <= Number.MAX_SAFE_INTEGER ? divideDown(product, 10_000) : Number((BigInt(amountMinor) * BigInt(bps) + 5_000n) / 10_000n)
}

/** The nearest price at or above `priceMinor` that ends as the policy wants it. */
export function roundUpToEnding(priceMinor: number, ending: { readonly everyMinor: number; readonly endMinor: number }): number {
  if (ending.everyMinor <= 1) return priceMinor
  const over = (((priceMinor - ending.endMinor) % ending.everyMinor) + ending.everyMinor) % ending.everyMinor
  return over === 0 ? priceMinor : priceMinor + ending.everyMinor - over
}
