import { roundUpToEnding, shareOf } from './margin.ts'
import type { PricingPolicy } from './policy.ts'

/** A price that is asked for, and the discount that made it. */
export interface Asked {
  readonly baseMinor: number
  /** Added for demand; part of the price, not of the discount. */
  readonly surgeMinor: number
  /** Discount a unit at the quantity of one, and at the worst admissible quantity. */
  readonly unitMinor: number
  readonly worstUnitMinor: number
}

/** What the guard lets pass; `stepBps` is the rung it stands on, undefined where no rung holds. */
export interface Guarded {
  readonly stepBps: number | undefined
  readonly unitMinor: number
  readonly worstUnitMinor: number
}

/** The price that a discount gives: never above base unless the policy allows it, with the policy's ending. */
export function priceAt(asked: Asked, discountMinor: number, policy: PricingPolicy): number {
  const raw = asked.baseMinor - discountMinor + asked.surgeMinor
  const capped = policy.surge.aboveBase ? raw : Math.min(raw, asked.baseMinor)
  return roundUpToEnding(Math.max(0, capped), policy.ending)
}

/** True where the discount keeps the floor at every admissible quantity. */
export function holds(asked: Asked, floorMinor: number, policy: PricingPolicy): boolean {
  return floorMinor > 0 && priceAt(asked, asked.worstUnitMinor, policy) >= floorMinor && priceAt(asked, asked.unitMinor, policy) >= floorMinor
}

/**
 * Steps a discount down the ladder to the first rung that holds: from 12 % to 10, 5 and 0 with rungs of 500 bps.
 * The deepest admissible discount is what stands on the rung; the discount at the quantity of one is capped by it.
 */
export function stepDown(asked: Asked, floorMinor: number, policy: PricingPolicy): Guarded {
  for (let stepBps = firstRung(asked, floorMinor, policy); stepBps >= 0; stepBps -= policy.ladderBps) {
    const worstUnitMinor = shareOf(asked.baseMinor, stepBps)
    const unitMinor = Math.min(asked.unitMinor, worstUnitMinor)
    if (holds({ ...asked, unitMinor, worstUnitMinor }, floorMinor, policy)) return { stepBps, unitMinor, worstUnitMinor }
  }
  return { stepBps: undefined, unitMinor: 0, worstUnitMinor: 0 }
}

/**
 * The highest rung below the discount that can hold at all. Rungs far above the room there is are left out, so that a
 * ladder of single bps costs no more than one of 500; one rung is kept as reserve for the rounding.
 */
function firstRung({ baseMinor, surgeMinor, worstUnitMinor }: Asked, floorMinor: number, { ladderBps, ending }: PricingPolicy): number {
  const below = Math.ceil((worstUnitMinor * 10_000) / baseMinor / ladderBps) - 1
  const room = Math.max(0, baseMinor + surgeMinor + ending.everyMinor - floorMinor)
  const roomy = Math.ceil((room * 10_000) / baseMinor / ladderBps) + 1
  return Math.max(0, Math.min(below, roomy)) * ladderBps
}
