import type { PriceChange } from '../../../digest/run-digest.ts'
import type { Explanation } from '../../explanation.ts'
import { discountParts } from '../../explanation/discount-parts.ts'
import { money } from '../../texts.ts'
import { html, type Markup } from '../markup.ts'

const WIDTH = 300
const HEIGHT = 14

/** One step of the way from the base price to the published one. */
interface Step {
  readonly label: string
  readonly kind: 'level' | 'down' | 'up'
  readonly fromMinor: number
  readonly toMinor: number
}

/** The price of one decision, step by step, with the floor that it may not fall under. */
export function waterfall({ explanation }: PriceChange): Markup {
  const { inputs, floorPrice } = explanation
  const steps = stepsOf(explanation)
  const amounts = [...steps.flatMap(({ fromMinor, toMinor }) => [fromMinor, toMinor]), floorPrice ?? 0]
  const most = Math.max(...amounts)
  const x = (minor: number) => Math.round((minor / most) * WIDTH)
  const say = (minor: number) => money(minor, inputs.currency)
  const floor = floorPrice === undefined ? '' : html`<path class="floor" d="M${x(floorPrice)} 0V${HEIGHT}"/>`
  const row = ({ label, kind, fromMinor, toMinor }: Step) => {
    const amount = kind === 'level' ? say(toMinor) : `${kind === 'down' ? '−' : '+'} ${say(Math.abs(toMinor - fromMinor))}`
    const [left, right] = kind === 'level' ? [0, toMinor] : [Math.min(fromMinor, toMinor), Math.max(fromMinor, toMinor)]
    return html`<tr class="${kind}"><th scope="row">${label}</th><td>${amount}</td><td><svg class="fall" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true"><rect x="${x(left)}" y="2" width="${Math.max(1, x(right) - x(left))}" height="10"/>${floor}</svg></td></tr>`
  }
  return html`<table class="waterfall"><tbody>${steps.map(row)}</tbody></table>`
}

/** Only what moves the price is a step. */
function stepsOf(explanation: Explanation): readonly Step[] {
  const { inputs, surgeMinor = 0, askedMinor, priceAfter, reasonCode } = explanation
  const { promotionMinor, clearanceMinor } = discountParts(explanation)
  const moves: readonly (readonly [label: string, minor: number])[] = [
    ['promotion', -promotionMinor],
    ['clearance of overstock', -clearanceMinor],
    ['high demand', surgeMinor],
  ]
  const steps: Step[] = [{ label: 'base price', kind: 'level', fromMinor: 0, toMinor: inputs.baseMinor }]
  let at = inputs.baseMinor
  for (const [label, minor] of moves) {
    if (minor === 0) continue
    steps.push(move(label, at, at + minor))
    at += minor
  }
  // A manual price, a cap at the base price or a price ending: what the formula left is made whole here.
  if (at !== askedMinor) steps.push(move(inputs.overrideMinor ? 'price set by hand' : 'rounding and cap', at, askedMinor))
  if (steps.length > 1) steps.push({ label: 'asked for', kind: 'level', fromMinor: 0, toMinor: askedMinor })
  if (priceAfter === undefined) return [...steps, { label: 'off sale', kind: 'level', fromMinor: 0, toMinor: 0 }]
  if (priceAfter !== askedMinor) steps.push(move(reasonCode === 'COMPETITOR_MATCH' ? 'competitor and guard' : 'margin guard', askedMinor, priceAfter))
  return [...steps, { label: 'published', kind: 'level', fromMinor: 0, toMinor: priceAfter }]
}

const move = (label: string, fromMinor: number, toMinor: number): Step => ({ label, kind: toMinor < fromMinor ? 'down' : 'up', fromMinor, toMinor })
