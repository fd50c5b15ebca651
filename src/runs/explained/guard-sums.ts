import { type Asked, holds, priceAt } from '../../engine/pricing/guard.ts'
import { floorPrice, profitFloorPrice, shareOf } from '../../engine/pricing/margin.ts'
import type { PricingPolicy } from '../../engine/pricing/policy.ts'
import type { Explanation, GuardSums, Rung } from '../../reports/formats/explanation/explained-decision.ts'

interface Given {
  readonly explanation: Explanation
  readonly policy: PricingPolicy
  readonly mapMinor: number
  /** Of the promotions that were taken, at their worst quantity. */
  readonly worstUnitMinor: number
}

/** The guard's work again, step by step and with the guard's own functions, so that it can be shown. */
export function guardSums({ explanation, policy, mapMinor, worstUnitMinor }: Given): GuardSums {
  const { guard: isOn, floorMarginBps, minProfitMinor, ladderBps } = policy
  const asked = askedOf(explanation, worstUnitMinor)
  const floorMinor = explanation.floorPrice ?? 0
  const rungs = isOn ? rungsOf(asked, floorMinor, policy) : []
  const standing = rungs.find((rung) => rung.holds)
  return {
    isOn,
    floorMarginBps,
    minProfitMinor,
    ladderBps,
    mapMinor,
    ...floors(explanation, policy),
    askedWorstMinor: priceAt(asked, worstUnitMinor, policy),
    rungs,
    guardedMinor: rungs.length === 0 ? explanation.askedMinor : standing ? priceAt(asked, Math.min(asked.unitMinor, shareOf(asked.baseMinor, standing.stepBps)), policy) : null,
  }
}

function askedOf({ inputs, askedDiscountMinor, surgeMinor = 0 }: Explanation, worstUnitMinor: number): Asked {
  // A manual price above base stands as it is: the guard then works from that price.
  const baseMinor = Math.max(inputs.baseMinor, inputs.overrideMinor ?? 0)
  return { baseMinor, surgeMinor, unitMinor: askedDiscountMinor, worstUnitMinor }
}

function floors({ inputs }: Explanation, { floorMarginBps, minProfitMinor }: PricingPolicy) {
  const { costMinor, logisticsMinor, flatTaxMinor = 0, taxRateBps = 0 } = inputs
  const unit = { fixedMinor: costMinor + logisticsMinor + flatTaxMinor, taxRateBps }
  return { marginFloorMinor: floorPrice(unit, floorMarginBps) ?? null, profitFloorMinor: minProfitMinor > 0 ? profitFloorPrice(unit, minProfitMinor) : null }
}

/** None where the asked discount holds; else every rung below it, down to the first that holds. */
function rungsOf(asked: Asked, floorMinor: number, policy: PricingPolicy): readonly Rung[] {
  if (floorMinor === 0 || holds(asked, floorMinor, policy)) return []
  const rungs: Rung[] = []
  const highest = Math.ceil((asked.worstUnitMinor * 10_000) / asked.baseMinor / policy.ladderBps) - 1
  for (let stepBps = Math.max(0, highest) * policy.ladderBps; stepBps >= 0; stepBps -= policy.ladderBps) {
    const worstUnitMinor = shareOf(asked.baseMinor, stepBps)
    const stepped = { ...asked, unitMinor: Math.min(asked.unitMinor, worstUnitMinor), worstUnitMinor }
    rungs.push({ stepBps, priceMinor: priceAt(stepped, worstUnitMinor, policy), holds: holds(stepped, floorMinor, policy) })
    if (rungs.at(-1)?.holds) break
  }
  return rungs
}
