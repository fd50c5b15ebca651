import { partitionDir, linesOf, segmentsOf } from '../adapters/embedded/segment-files.ts'
import type { BreachExample, CutExample } from '../reports/formats/ending.ts'
import type { InvariantResult } from '../reports/run-document.ts'
import type { Scenario } from '../scenarios/scenario.ts'

/** An explanation, as far as an example needs it. */
interface Explanation {
  readonly decisionId: string
  readonly sku: string
  readonly store: string
  readonly reasonCode: string
  readonly inputs: { readonly baseMinor: number; readonly currency: string; readonly costMinor: number }
  readonly askedMinor: number
  readonly priceAfter?: number
  readonly discountBps: number
  readonly marginBps?: number
}

interface SkuFacts {
  readonly name: string
  readonly currency: string
}

/** A real item of the log whose discount the guard cut: of the first partition that has one, the one nearest to the floor. */
export function findCutExample(runDir: string, { partitions }: Scenario): CutExample | null {
  for (let partition = 0; partition < partitions; partition++) {
    const found = tightestCut(runDir, partition)
    if (found) return toCutExample(runDir, partition, found)
  }
  return null
}

/** The id of a decision in which the guard cut a discount, for whoever wants to see the whole story of one. */
export function findCutDecision(runDir: string, { partitions }: Scenario): string | null {
  for (let partition = 0; partition < partitions; partition++) {
    const found = tightestCut(runDir, partition)
    if (found) return found.decisionId
  }
  return null
}

/** Where little margin is left it is plain to see why the guard stopped there. */
function tightestCut(runDir: string, partition: number): Explanation | undefined {
  let tightest: { readonly line: string; readonly marginBps: number } | undefined
  for (const { path } of segmentsOf(partitionDir(runDir, partition))) {
    for (const { lines } of linesOf(path)) {
      for (const line of lines) {
        if (!isCut(line)) continue
        const marginBps = Number(/"marginBps":(-?\d+)/.exec(line)?.[1] ?? Infinity)
        if (!tightest || marginBps < tightest.marginBps) tightest = { line, marginBps }
      }
    }
  }
  return tightest && (JSON.parse(tightest.line) as { explanation: Explanation }).explanation
}

const isCut = (line: string): boolean => line.includes('"explanation":') && line.includes('"finalDecision":"reduced"') && line.includes('"reasonCode":"PROMO_MODIFY_DISCOUNT"')

function toCutExample(runDir: string, partition: number, explanation: Explanation): CutExample {
  const { sku, store, inputs, askedMinor, priceAfter = 0, discountBps, marginBps = 0, reasonCode } = explanation
  const fromBps = Math.round(((inputs.baseMinor - askedMinor) * 10_000) / inputs.baseMinor)
  const { name } = skuFacts(runDir, partition, sku)
  return { sku, store, name, fromBps, toBps: discountBps, priceMinor: priceAfter, currency: inputs.currency, costMinor: inputs.costMinor, marginBps, reason: reasonCode }
}

/** The first price under the floor that the checks found, with the SKU's name. */
export function findBreachExample(runDir: string, { partitions }: Scenario, invariants: readonly InvariantResult[]): BreachExample | null {
  const breach = invariants.find(({ name }) => name === 'margin_breaches_published')?.examples.find(({ sku }) => typeof sku === 'string')
  if (!breach) return null
  const { sku, store, priceMinor, costMinor, marginBps, floorMinor } = breach as unknown as Omit<BreachExample, 'name' | 'currency'>
  const known = Array.from({ length: partitions }, (_, partition) => partition).map((partition) => skuFacts(runDir, partition, sku))
  const { name, currency } = known.find((facts) => facts.currency !== '') ?? { name: sku, currency: '' }
  return { sku, store, name, currency, priceMinor, costMinor, marginBps, floorMinor: floorMinor ?? null }
}

/** From the seeded catalogue at the beginning of the log. */
function skuFacts(runDir: string, partition: number, sku: string): SkuFacts {
  const [first] = segmentsOf(partitionDir(runDir, partition))
  const needle = `"type":"sku_seeded","sku":${JSON.stringify(sku)}`
  for (const { lines } of first ? linesOf(first.path) : []) {
    const line = lines.find((each) => each.includes(needle))
    if (line) return (JSON.parse(line) as { data: SkuFacts }).data
  }
  return { name: sku, currency: '' }
}
