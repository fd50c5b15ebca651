import { partitionOf } from '../../engine/kernel/murmur2.ts'
import type { Explanation } from '../../reports/formats/explanation/explained-decision.ts'
import { END, type Moment, type PastBatch, PartitionPast } from '../state/partition-past.ts'
import type { Found } from './explained-decision.ts'
import { ItemStory } from './item-story.ts'
import type { Wanted } from './refusals.ts'

/** A SKU's partition as it was at a moment, and the decision that its price goes back to; undefined: there was none yet. */
export interface LookBack {
  readonly past: PartitionPast
  readonly found: Found | undefined
}

/**
 * The SKU's last change of price or reason up to a moment; where nothing changed, its first decision. Or the decision
 * of an id. Executes from the nearest snapshot, and from the start where nothing has changed since that.
 */
export function lookBack(wanted: Wanted, moment: Moment = END): LookBack {
  const near = open(wanted, moment, false)
  const found = find(near, wanted)
  if (found || !near.hasSnapshot) return { past: near, found }
  const far = open(wanted, moment, true)
  return { past: far, found: find(far, wanted) }
}

function open({ runDir, scenario, sku }: Wanted, moment: Moment, isFromStart: boolean): PartitionPast {
  return new PartitionPast({ runDir, partition: partitionOf(sku, scenario.partitions), scenario, moment, sku, isFromStart })
}

function find(past: PartitionPast, wanted: Wanted): Found | undefined {
  const story = new ItemStory(wanted.sku)
  const reasons = reasonsOf(past, wanted)
  let [first, last] = [undefined, undefined] as [Found | undefined, Found | undefined]
  for (const batch of past.batches()) {
    story.open(batch.records, batch.firstOffset)
    for (const explanation of explanationsIn(batch)) {
      if (explanation.sku !== wanted.sku || (wanted.store !== null && explanation.store !== wanted.store)) continue
      const isNews = explanation.priceBefore !== explanation.priceAfter || reasons.get(explanation.store) !== explanation.reasonCode
      reasons.set(explanation.store, explanation.reasonCode)
      if (wanted.decisionId !== null && explanation.decisionId !== wanted.decisionId) continue
      const isFirst = wanted.decisionId === null && !first && !past.hasSnapshot
      if (wanted.decisionId === null && !isNews && !isFirst) continue
      last = toFound(explanation, batch, story)
      first ??= last
    }
  }
  return last
}

/** A tick's work comes before the inputs of its batch. */
function toFound(explanation: Explanation, { records, firstOffset }: PastBatch, story: ItemStory): Found {
  const offset = explanation.source.offset ?? firstOffset - 1
  return { explanation, cause: records[offset - firstOffset] ?? null, events: story.until(offset, explanation.store) }
}

/** As the snapshot has them: what it knows already is no news. */
function reasonsOf({ states, hasSnapshot }: PartitionPast, { scenario, sku }: Wanted): Map<string, string> {
  const row = hasSnapshot ? states.rowOf(sku) : -1
  if (row < 0) return new Map()
  const standing = scenario.catalog.stores.map((name, store) => [name, states.standing({ sku: row, store })] as const)
  return new Map(standing.flatMap(([name, { version, reason }]) => (version > 0 ? [[name, reason]] : [])))
}

const NEEDLE = '"explanation":{"decisionId":"'

const explanationsIn = ({ lines = [] }: PastBatch): readonly Explanation[] =>
  lines.filter((line) => line.includes(NEEDLE)).map((line) => (JSON.parse(line) as { explanation: Explanation }).explanation)
