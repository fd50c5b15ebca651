import { partitionOf } from '../engine/kernel/murmur2.ts'
import { UserError } from '../engine/kernel/user-error.ts'
import { PricingPipeline } from '../engine/pricing/pipeline.ts'
import { partitionDir } from '../adapters/embedded/segment-files.ts'
import { committedBatches } from '../adapters/embedded/segment-log.ts'
import { explanationLines, type Explanation } from '../reports/formats/explanation.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { readableFolder } from './verify.ts'

export interface ExplainOptions {
  readonly runDir: string
  /** A SKU, or a decision's id. */
  readonly query: string
}

/** What was found: the decision, and the record that caused it (null for the work of a tick). */
interface Found {
  readonly explanation: Explanation
  readonly cause: string | null
}

/**
 * Why a SKU had its price: its partition's log is executed again, this time with every decision of the SKU explained.
 * A SKU gets its last change of price or reason; where nothing changed, its first decision.
 */
export async function explain({ runDir, query }: ExplainOptions): Promise<{ readonly lines: string[]; readonly explanation: object }> {
  const scenario = readableFolder(runDir).scenario as Scenario
  const id = /^\d+:(?:t?\d+):(.+):[^:]+:r\d+$/.exec(query)
  const sku = id ? id[1] : query
  const found = search(runDir, scenario, sku, id ? query : null)
  if (!found) throw nothingFound(query, id !== null)
  return { lines: explanationLines(found.explanation, found.cause), explanation: { schemaVersion: 1, explanation: found.explanation, cause: found.cause && JSON.parse(found.cause) } }
}

function search(runDir: string, { partitions, policy, catalog }: Scenario, sku: string, decisionId: string | null): Found | undefined {
  const partition = partitionOf(sku, partitions)
  const pipeline = new PricingPipeline({ partition, policy, stores: catalog.stores, explains: (each) => each === sku })
  const needle = `"explanation":{"decisionId":"`
  let first: Found | undefined
  let last: Found | undefined
  for (const { records, firstOffset, batch, now } of committedBatches(partitionDir(runDir, partition), 0)) {
    for (const line of pipeline.step(records, firstOffset, batch, now).lines) {
      if (!line.includes(needle)) continue
      const { explanation } = JSON.parse(line) as { explanation: Explanation }
      if (explanation.sku !== sku) continue
      const found = { explanation, cause: records[(explanation.source.offset ?? -1) - firstOffset] ?? null }
      if (decisionId !== null && explanation.decisionId === decisionId) return found
      first ??= found
      if (explanation.priceBefore !== explanation.priceAfter) last = found
    }
  }
  return decisionId === null ? (last ?? first) : undefined
}

function nothingFound(query: string, isId: boolean): UserError {
  return new UserError({
    code: isId ? 'unknown_decision' : 'unknown_sku',
    message: isId ? `no decision ${query} in this run` : `no SKU ${query} in this run`,
    place: '<sku|decision id>',
    value: query,
    rule: 'a SKU of the run’s catalogue, or a decisionId as it stands in the log',
    fix: isId ? 'name the SKU alone to see its last change' : 'grep sku_seeded in log/*/*.jsonl lists the SKUs',
    exitCode: 2,
  })
}
