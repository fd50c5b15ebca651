import { money, number, percentOfBps } from '../texts.ts'
import type { ExplainedDecision, Rung } from './explained-decision.ts'

const RUNGS_SHOWN = 4

/** The guard's arithmetic with the real numbers: whoever doubts it can do the sums again. */
export function guardLines(decision: ExplainedDecision): readonly string[] {
  return [...costLines(decision), ...floorLines(decision), ...judgementLines(decision), ...marginLine(decision)].map((line) => `    ${line}`)
}

function costLines({ explanation: { inputs } }: ExplainedDecision): readonly string[] {
  const { costMinor, logisticsMinor, flatTaxMinor = 0, costVersion, costInReview } = inputs
  const say = amounts(inputs.currency)
  const tax = flatTaxMinor > 0 ? ` + flat tax ${say(flatTaxMinor)}` : ''
  const review = costInReview ? ['        (a newer cost looks wrong and waits for a review)'] : []
  return [
    `fixed = cost ${say(costMinor)} (version ${number(costVersion)}) + logistics ${say(logisticsMinor)}${tax}`,
    `      = ${say(fixedOf(inputs))}`,
    ...review,
  ]
}

function floorLines({ explanation, guard }: ExplainedDecision): readonly string[] {
  const { inputs, floorPrice } = explanation
  const say = amounts(inputs.currency)
  const { minProfitMinor, profitFloorMinor, mapMinor, marginFloorMinor } = guard
  if (marginFloorMinor === null) return [`floor: the tax in the price leaves no room for a margin of ${percentOfBps(guard.floorMarginBps)}`]
  const others = [
    ...(profitFloorMinor === null ? [] : [`      or (fixed + profit ${say(minProfitMinor)})${timesTax(inputs.taxRateBps)} = ${say(profitFloorMinor)}`]),
    ...(mapMinor > 0 ? [`      or the minimum advertised price, ${say(mapMinor)}`] : []),
  ]
  const highest = others.length > 0 ? [`      the highest counts: ${say(floorPrice ?? 0)}`] : []
  return [...marginFloor(decisionShares(inputs.taxRateBps, guard.floorMarginBps), say(fixedOf(inputs)), say(marginFloorMinor)), ...others, ...highest]
}

/** With a contained tax of rate r, a price p keeps p ÷ (1 + r): that is what the margin is taken of. */
function marginFloor({ floor, share, room }: Shares, fixed: string, result: string): readonly string[] {
  if (share === '1') return [`floor = fixed ÷ (1 − ${floor}) = ${fixed} ÷ ${room}`, `      = ${result}, rounded up`]
  return [`floor = fixed × ${share} ÷ (1 − ${floor} × ${share}), as the price contains the tax`, `      = ${fixed} × ${share} ÷ ${room} = ${result}, rounded up`]
}

interface Shares {
  readonly floor: string
  readonly share: string
  readonly room: string
}

function decisionShares(taxRateBps = 0, floorMarginBps: number): Shares {
  const share = 10_000 + taxRateBps
  return { floor: number(floorMarginBps / 10_000), share: number(share / 10_000), room: number((100_000_000 - floorMarginBps * share) / 100_000_000) }
}

const timesTax = (taxRateBps = 0): string => (taxRateBps === 0 ? '' : ` × ${number((10_000 + taxRateBps) / 10_000)}`)

function judgementLines({ explanation, guard }: ExplainedDecision): readonly string[] {
  const { inputs, askedMinor, floorPrice = 0, modelOutputs } = explanation
  const say = amounts(inputs.currency)
  const worst = guard.askedWorstMinor < askedMinor ? guard.askedWorstMinor : askedMinor
  const what = worst < askedMinor ? `asked, at its deepest quantity, ${say(worst)}` : `asked ${say(worst)}`
  const verdict = floorPrice > 0 && worst >= floorPrice ? 'holds the floor' : 'is under the floor'
  const off = guard.isOn ? [] : ['the guard is switched off in this scenario: it changed nothing']
  const stance = modelOutputs.stance === 'normal' ? [] : [`stance ${modelOutputs.stance}: stock is short, or nobody knows how short`]
  return [`${what}: ${verdict}`, ...off, ...stance, ...rungLines(guard.rungs, say)]
}

function rungLines(rungs: readonly Rung[], say: (minor: number) => string): readonly string[] {
  const line = ({ stepBps, priceMinor, holds }: Rung) => `${percentOfBps(stepBps).padStart(7)} off: ${say(priceMinor)} ${holds ? 'holds: the guard stops here' : 'is under the floor'}`
  const hidden = rungs.length - RUNGS_SHOWN
  if (hidden <= 0) return rungs.map(line)
  return [...rungs.slice(0, RUNGS_SHOWN - 1).map(line), `        … and ${number(hidden)} more under the floor`, ...rungs.slice(-1).map(line)]
}

function marginLine({ explanation }: ExplainedDecision): readonly string[] {
  const { inputs, priceAfter, marginBps } = explanation
  if (priceAfter === undefined || marginBps === undefined) return ['no price is safe: it is not on sale']
  const say = amounts(inputs.currency)
  const kept = inputs.taxRateBps ? `${say(priceAfter)} ÷ ${number((10_000 + inputs.taxRateBps) / 10_000)}` : say(priceAfter)
  return [`margin = (${kept} − ${say(fixedOf(inputs))}) ÷ ${say(priceAfter)}`, `       = ${percentOfBps(marginBps)}, rounded down`]
}

const fixedOf = ({ costMinor, logisticsMinor, flatTaxMinor = 0 }: ExplainedDecision['explanation']['inputs']): number => costMinor + logisticsMinor + flatTaxMinor

/** Sums are read without the currency in front of every number. */
const amounts = (currency: string) => (minor: number): string => money(minor, currency).slice(currency.length + 1)
