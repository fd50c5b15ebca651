import { money, percentOfBps, printable } from './texts.ts'

/** A full explanation as it stands in the log (docs/log-format.md); what was 0, false or absent is left out. */
export interface Explanation {
  readonly decisionId: string
  readonly sku: string
  readonly store: string
  readonly ts: number
  readonly inputs: {
    readonly baseMinor: number
    readonly currency: string
    readonly costMinor: number
    readonly logisticsMinor: number
    readonly flatTaxMinor?: number
    readonly taxRateBps?: number
    readonly costVersion: number
    readonly costInReview?: boolean
    readonly competitorMinor?: number
    readonly overrideMinor?: number
    readonly onHand: number
  }
  readonly candidates: readonly { readonly promotion: string; readonly kind: string; readonly discountMinor: number }[]
  readonly rejected: readonly { readonly promotion?: string; readonly priceMinor?: number; readonly rule: string }[]
  readonly modelOutputs: { readonly depletionEtaHours?: number; readonly surging?: boolean; readonly stance: string }
  readonly finalDecision: string
  readonly askedMinor: number
  readonly askedDiscountMinor: number
  readonly surgeMinor?: number
  readonly clearanceMinor?: number
  readonly priceBefore?: number
  readonly priceAfter?: number
  readonly discountBps: number
  readonly marginBps?: number
  readonly floorPrice?: number
  readonly reasonCode: string
  readonly source: { readonly topic: string; readonly partition: number; readonly offset?: number; readonly seq: number | string }
}

/** Why this price, in plain lines: the waterfall, the guard, the candidates, the cause. */
export function explanationLines(explanation: Explanation, cause: string | null): string[] {
  const { sku, store, ts, reasonCode, decisionId, inputs } = explanation
  return [
    printable(`${sku} in store ${store} at ${new Date(ts).toISOString()} (virtual time): ${reasonCode}`),
    ...waterfall(explanation),
    ...guardLines(explanation),
    ...candidateLines(explanation),
    `  stock             ${inputs.onHand} on hand${eta(explanation)}, stance ${explanation.modelOutputs.stance}`,
    `  caused by         ${printable(causeText(explanation, cause))}`,
    `  decision          ${printable(decisionId)}`,
  ]
}

function waterfall({ inputs, askedDiscountMinor, clearanceMinor = 0, surgeMinor = 0, askedMinor, priceBefore, priceAfter }: Explanation): string[] {
  const { baseMinor, currency, competitorMinor, overrideMinor } = inputs
  const say = (amount: number | undefined) => (amount === undefined ? 'unavailable' : money(amount, currency))
  const promotion = askedDiscountMinor - clearanceMinor
  return [
    `  base              ${say(baseMinor)}`,
    ...(promotion > 0 ? [`  − promotion       ${say(promotion)}`] : []),
    ...(clearanceMinor > 0 ? [`  − clearance       ${say(clearanceMinor)}`] : []),
    ...(surgeMinor > 0 ? [`  + surge           ${say(surgeMinor)}`] : []),
    ...(overrideMinor ? [`  manual price      ${say(overrideMinor)}`] : []),
    `  = asked           ${say(askedMinor)}`,
    ...(competitorMinor ? [`  competitor        ${say(competitorMinor)}`] : []),
    `  published         ${say(priceAfter)} (before: ${say(priceBefore)})`,
  ]
}

function guardLines({ inputs, floorPrice, finalDecision, marginBps, discountBps }: Explanation): string[] {
  const { currency, costMinor, logisticsMinor, flatTaxMinor = 0, taxRateBps, costVersion, costInReview } = inputs
  const tax = taxRateBps ? ` + tax of ${percentOfBps(taxRateBps)} in the price` : flatTaxMinor ? ` + tax ${money(flatTaxMinor, currency)}` : ''
  const floor = floorPrice === undefined ? 'no price is safe' : `floor ${money(floorPrice, currency)}`
  const outcome = marginBps === undefined ? finalDecision : `${finalDecision}, ${percentOfBps(discountBps)} off leaves a margin of ${percentOfBps(marginBps)}`
  return [
    `  cost              ${money(costMinor, currency)} (version ${costVersion}${costInReview ? ', another one waits for review' : ''}) + logistics ${money(logisticsMinor, currency)}${tax}`,
    `  guard             ${floor}; ${outcome}`,
  ]
}

function candidateLines({ candidates, rejected, inputs }: Explanation): string[] {
  const offered = candidates.map(({ promotion, kind, discountMinor }) => `  candidate         ${printable(`${promotion} (${kind})`)}: ${money(discountMinor, inputs.currency)} off`)
  const refused = rejected.map(({ promotion, priceMinor, rule }) => `  refused           ${printable(promotion ?? money(priceMinor ?? 0, inputs.currency))}: ${rule}`)
  return [...offered, ...refused]
}

function eta({ modelOutputs: { depletionEtaHours } }: Explanation): string {
  return depletionEtaHours === undefined ? ', nothing sells' : `, gone in ${depletionEtaHours} h`
}

function causeText({ source }: Explanation, cause: string | null): string {
  if (cause === null) return `a tick (${source.seq}): folded events, a schedule or a rule`
  const { type, id } = JSON.parse(cause) as { type: string; id: string }
  return `${type} ${id} (${source.topic}, partition ${source.partition}, offset ${source.offset})`
}
