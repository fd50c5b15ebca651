import { partitionDir } from '../adapters/embedded/segment-files.ts'
import { committedBatches } from '../adapters/embedded/segment-log.ts'
import { partitionOf } from '../engine/kernel/murmur2.ts'
import { PricingPipeline } from '../engine/pricing/pipeline.ts'
import type { Explanation } from '../reports/formats/explanation/explained-decision.ts'
import { explanationLines } from '../reports/formats/explanation.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { explainedDecision, type Found } from './explained/explained-decision.ts'
import { ItemStory } from './explained/item-story.ts'
import { refuseUnknown, type Wanted } from './explained/refusals.ts'
import { seededSkus } from './explained/seeded-skus.ts'
import { readableFolder } from './verify.ts'

export interface ExplainOptions {
  readonly runDir: string
  /** A SKU, or a decision's id. */
  readonly query: string
  /** Only decisions of this store. */
  readonly store?: string
}

/**
 * Why a SKU had its price: its partition's log is executed again, this time with every decision of the SKU explained.
 * A SKU gets its last change of price or reason; where nothing changed, its first decision.
 */
export async function explain({ runDir, query, store }: ExplainOptions): Promise<{ readonly lines: readonly string[]; readonly explanation: object }> {
  const scenario = readableFolder(runDir).scenario as Scenario
  const id = /^\d+:(?:t?\d+):(.+):[^:]+:r\d+$/.exec(query)
  const wanted: Wanted = { runDir, scenario, query, sku: id ? id[1] : query, decisionId: id ? query : null, store: store ?? null }
  const seeded = [...seededSkus(runDir, partitionOf(wanted.sku, scenario.partitions))].find(({ sku }) => sku === wanted.sku)
  const found = seeded && search(wanted)
  if (!found) throw refuseUnknown(wanted, seeded !== undefined)
  const { explanation, cause } = found
  return { lines: explanationLines(explainedDecision(found, seeded, scenario.policy)), explanation: { schemaVersion: 1, explanation, cause: cause && JSON.parse(cause), events: found.events } }
}

function search({ runDir, scenario: { partitions, policy, catalog }, sku, decisionId, store }: Wanted): Found | undefined {
  const partition = partitionOf(sku, partitions)
  const pipeline = new PricingPipeline({ partition, partitions, policy, stores: catalog.stores, explains: (each) => each === sku })
  const story = new ItemStory(sku)
  const reasons = new Map<string, string>()
  let first: Found | undefined
  let last: Found | undefined
  for (const { records, firstOffset, batch, now } of committedBatches(partitionDir(runDir, partition), 0)) {
    story.open(records, firstOffset)
    for (const explanation of explanationsIn(pipeline.step(records, firstOffset, batch, now).lines)) {
      if (explanation.sku !== sku || (store !== null && explanation.store !== store)) continue
      const isNews = explanation.priceBefore !== explanation.priceAfter || reasons.get(explanation.store) !== explanation.reasonCode
      reasons.set(explanation.store, explanation.reasonCode)
      if (decisionId === null ? !isNews && first : explanation.decisionId !== decisionId) continue
      // A tick's work comes before the inputs of its batch.
      const offset = explanation.source.offset ?? firstOffset - 1
      last = { explanation, cause: records[offset - firstOffset] ?? null, events: story.until(offset, explanation.store) }
      if (decisionId !== null) return last
      first ??= last
    }
  }
  return last
}

const NEEDLE = '"explanation":{"decisionId":"'

const explanationsIn = (lines: readonly string[]): readonly Explanation[] =>
  lines.filter((line) => line.includes(NEEDLE)).map((line) => (JSON.parse(line) as { explanation: Explanation }).explanation)
