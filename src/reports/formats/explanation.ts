import type { Candidate, ExplainedDecision } from './explanation/explained-decision.ts'
import { guardLines } from './explanation/guard-lines.ts'
import { eventText, type SeenEvent } from './explanation/seen-event.ts'
import { waterfallLines } from './explanation/waterfall.ts'
import { reasonText } from './reason-texts.ts'
import { COLUMNS, wrap } from './summary/lay-out.ts'
import { countOf, money, number, percentOfBps, printable } from './texts.ts'

export type { Explanation } from './explanation/explained-decision.ts'

/** Why this price, for a person: the waterfall, the guard's sums, the candidates, and what led there. */
export function explanationLines(decision: ExplainedDecision): readonly string[] {
  const { sku, store, ts, reasonCode, decisionId, inputs } = decision.explanation
  const { isOn, floorMarginBps, ladderBps } = decision.guard
  const lines = [
    `${decision.name} (${sku}) in store ${store}`,
    `${reasonCode}: ${reasonText(reasonCode)}`,
    `decided at ${new Date(ts).toISOString()} of virtual time, as ${decisionId}`,
    '',
    '  PRICE',
    ...waterfallLines(decision),
    '',
    `  GUARD  margin floor ${percentOfBps(floorMarginBps)}${isOn ? `, in steps of ${percentOfBps(ladderBps)}` : ''}; amounts in ${inputs.currency}`,
    ...guardLines(decision),
    '',
    '  PROMOTIONS CONSIDERED',
    ...candidateLines(decision),
    '',
    '  STOCK AND DEMAND',
    ...wrap(stockTexts(decision), '; ', COLUMNS - 4).map((line) => `    ${line}`),
    '',
    '  WHAT LED HERE  the newest of each kind; the cause has an arrow',
    ...eventLines(decision),
  ]
  return lines.map(printable)
}

/** Why a promotion was not taken. */
const REFUSALS: Readonly<Record<string, string>> = {
  best_of: 'another one gives more',
  condition: 'its own condition does not hold',
  schedule: 'not in force at this time',
  manual_price: 'a manual price stands',
  cost_in_review: 'a cost waits for a review',
  stance_ended: 'stock is running out',
  stance_defensive: 'stock is low, or nobody knows how low',
}

function candidateLines({ candidates, explanation: { inputs } }: ExplainedDecision): readonly string[] {
  if (candidates.length === 0) return ['    none']
  return candidates.map(({ promotion, kind, discountMinor, refusedBy }: Candidate) => {
    const name = `${promotion}${kind === null ? '' : ` (${kind})`}`
    const off = discountMinor === null ? '' : `${money(discountMinor, inputs.currency)} off; `
    return `    ${refusedBy === null ? '✓' : '✗'} ${name}: ${off}${refusedBy === null ? 'taken' : (REFUSALS[refusedBy] ?? refusedBy)}`
  })
}

function stockTexts({ explanation: { inputs, features, modelOutputs } }: ExplainedDecision): readonly string[] {
  const { depletionEtaHours, surging, feedStale } = modelOutputs
  const usual = features.baselinePerHour === undefined ? '' : ` (usual: ${number(features.baselinePerHour)})`
  const gone = depletionEtaHours === undefined ? 'nothing sells' : `gone in ${number(depletionEtaHours)} h`
  const notes = [...(surging ? ['a surge'] : []), ...(feedStale ? ['the inventory feed is silent'] : [])]
  return [`${countOf(inputs.onHand, 'unit')} on hand`, `${number(features.unitsPerHour)} sold an hour${usual}`, gone, ...notes]
}

/** The causing record is the newest that the decision knew of; a tick decides without one. */
function eventLines({ cause, events, explanation }: ExplainedDecision): readonly string[] {
  const { source, inputs } = explanation
  const isCause = (event: SeenEvent) => event.offset === cause?.offset
  const shown = cause === null || events.some(isCause) ? events : [...events, cause]
  const tick = cause === null ? [`  → a tick (${String(source.seq)}): folded events, a schedule or a waiting cost`] : []
  return [...shown.flatMap((event) => eventLine(event, isCause(event), source.partition, inputs.currency)), ...tick]
}

function eventLine(event: SeenEvent, isCause: boolean, partition: number, currency: string): readonly string[] {
  const place = `${event.type} in ${event.topic}/${partition}:${event.offset}`
  return [`  ${isCause ? '→' : ' '} ${event.kind.padEnd(14)}${eventText(event, currency)}`.trimEnd(), `${' '.repeat(18)}${place}, ${new Date(event.receivedAt).toISOString().slice(11, 23)}`]
}
