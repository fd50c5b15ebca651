import { money, percentOfBps } from '../texts.ts'
import { discountParts } from './discount-parts.ts'
import type { ExplainedDecision } from './explained-decision.ts'

interface Step {
  readonly sign: '' | '+' | '−' | '='
  readonly label: string
  readonly minor: number | null
}

const LABEL_WIDTH = 38
const AMOUNT_WIDTH = 18

/** From the base price to what was published: every line is an amount, and the signs add up. */
export function waterfallLines(decision: ExplainedDecision): readonly string[] {
  const { inputs, priceBefore, discountBps, priceAfter } = decision.explanation
  const say = (minor: number | null) => (minor === null ? 'unavailable' : money(minor, inputs.currency))
  const steps = [...stepsToAsked(decision), ...stepsToPublished(decision)]
  const lines = steps.map(({ sign, label, minor }) => `    ${sign.padEnd(1)} ${label}`.padEnd(LABEL_WIDTH) + say(minor).padStart(AMOUNT_WIDTH))
  const off = priceAfter === undefined || discountBps === 0 ? '' : `${percentOfBps(discountBps)} off the base price; `
  return [...lines, `      ${off}before this decision: ${say(priceBefore ?? null)}`]
}

function stepsToAsked({ explanation, candidates }: ExplainedDecision): readonly Step[] {
  const { inputs, askedMinor, askedDiscountMinor, surgeMinor = 0, modelOutputs } = explanation
  const { promotionMinor, clearanceMinor } = discountParts(explanation)
  const manualRise = Math.max(0, (inputs.overrideMinor ?? 0) - inputs.baseMinor)
  const taken = candidates.filter(({ refusedBy }) => refusedBy === null)
  const [promotion] = taken.filter(({ discountMinor }) => discountMinor !== clearanceMinor || clearanceMinor === 0)
  const discountLabel = inputs.overrideMinor ? 'down to the manual price' : `promotion ${promotion?.promotion ?? ''}${modelOutputs.stance === 'defensive' ? ', halved' : ''}`.trimEnd()
  const rounding = askedMinor - (inputs.baseMinor + manualRise - askedDiscountMinor + surgeMinor)
  return [
    { sign: '', label: 'base price', minor: inputs.baseMinor },
    ...step('−', discountLabel, promotionMinor),
    ...step('−', 'clearance', clearanceMinor),
    ...step('+', 'up to the manual price', manualRise),
    ...step('+', 'surge', surgeMinor),
    ...step('−', 'never above the base price', -rounding),
    ...step('+', 'up to the next price ending', rounding),
    { sign: '=', label: 'asked', minor: askedMinor },
  ]
}

function stepsToPublished({ explanation, guard }: ExplainedDecision): readonly Step[] {
  const { askedMinor, priceAfter, reasonCode } = explanation
  const published: Step = { sign: '=', label: 'published', minor: priceAfter ?? null }
  if (priceAfter === undefined) return [published]
  if (guard.guardedMinor === null) return [...step('+', `last safe price held`, priceAfter - askedMinor), published]
  const followed = guard.guardedMinor - priceAfter
  return [
    ...step('+', 'given back by the guard', guard.guardedMinor - askedMinor),
    ...step('−', reasonCode === 'COMPETITOR_MATCH' ? 'following a competitor' : 'changed by the publisher', followed),
    published,
  ]
}

const step = (sign: Step['sign'], label: string, minor: number): readonly Step[] => (minor > 0 ? [{ sign, label, minor }] : [])
