import { partitionOf } from '../../engine/kernel/murmur2.ts'
import type { Explanation } from '../../reports/formats/explanation/explained-decision.ts'
import { END, type Moment, type PastBatch, PartitionPast } from '../state/partition-past.ts'
import { lastChange } from './decided-batches.ts'
import { earlierEvents } from './earlier-events.ts'
import type { Found } from './explained-decision.ts'
import { type FoldedRecord, FoldedRecords } from './folded-records.ts'
import { concerns, ItemStory, keyOf } from './item-story.ts'
import type { Wanted } from './refusals.ts'

/** A SKU's partition as it was at a moment, and the decision that its price goes back to; undefined: there was none yet. */
export interface LookBack {
  readonly past: PartitionPast
  readonly found: Found | undefined
}

/**
 * The SKU's last change of price or reason up to a moment; where nothing changed, its first decision. Or the decision
 * of an id. Executes from the nearest snapshot; where nothing has changed since that, also the stretch that explains it.
 */
export function lookBack(wanted: Wanted, moment: Moment = END): LookBack {
  const past = open(wanted, moment)
  let found = find(past, wanted)
  for (let before = past.beganAt; !found && before > 0; ) {
    const batch = lastChange({ ...wanted, partition: partitionIn(wanted), before })
    if (batch === undefined) break
    const earlier = open(wanted, { batch })
    found = find(earlier, wanted)
    before = earlier.beganAt
  }
  return { past, found }
}

function open(wanted: Wanted, moment: Moment): PartitionPast {
  const { runDir, scenario, sku } = wanted
  return new PartitionPast({ runDir, partition: partitionIn(wanted), scenario, moment, sku })
}

const partitionIn = ({ scenario, sku }: Wanted): number => partitionOf(sku, scenario.partitions)

function find(past: PartitionPast, wanted: Wanted): Found | undefined {
  const { sku, store, decisionId } = wanted
  const [story, waiting] = [new ItemStory(sku), new FoldedRecords(sku)]
  const reasons = reasonsOf(past, wanted)
  let last: Found | undefined
  for (const batch of past.batches()) {
    story.open(batch.records, batch.firstOffset)
    for (const explanation of explanationsIn(batch)) {
      if (explanation.sku !== sku) continue
      const folded = waiting.decided(explanation.store, explanation.source.offset)
      if (store !== null && explanation.store !== store) continue
      const isNews = explanation.priceBefore !== explanation.priceAfter || reasons.get(explanation.store) !== explanation.reasonCode
      reasons.set(explanation.store, explanation.reasonCode)
      const isWanted = decisionId === null ? isNews : explanation.decisionId === decisionId
      if (isWanted) last = toFound(explanation, batch, { story, folded })
    }
    waiting.read(batch)
  }
  return last && withEarlier(last, past.beganAt, wanted)
}

/** What stands before the snapshot was not executed; its records led to the decision all the same. */
function withEarlier(found: Found, before: number, wanted: Wanted): Found {
  const known = new Set(found.events.map(keyOf))
  const { store } = found.explanation
  const earlier = earlierEvents(wanted.runDir, partitionIn(wanted), { sku: wanted.sku, before }).filter((event) => concerns(event, store) && !known.has(keyOf(event)))
  return { ...found, events: [...earlier, ...found.events] }
}

/** A tick's work comes before the inputs of its batch. */
function toFound(explanation: Explanation, { records, firstOffset }: PastBatch, { story, folded }: { readonly story: ItemStory; readonly folded: FoldedRecord | null }): Found {
  const offset = explanation.source.offset ?? firstOffset - 1
  return { explanation, cause: records[offset - firstOffset] ?? null, folded, events: story.until(offset, explanation.store) }
}

/** As the snapshot has them: what it knows already is no news. */
function reasonsOf({ states, beganAt }: PartitionPast, { scenario, sku }: Wanted): Map<string, string> {
  const row = beganAt > 0 ? states.rowOf(sku) : -1
  if (row < 0) return new Map()
  const standing = scenario.catalog.stores.map((name, store) => [name, states.standing({ sku: row, store })] as const)
  return new Map(standing.flatMap(([name, { version, reason }]) => (version > 0 ? [[name, reason]] : [])))
}

const NEEDLE = '"explanation":{"decisionId":"'

const explanationsIn = ({ lines }: PastBatch): readonly Explanation[] =>
  lines.filter((line) => line.includes(NEEDLE)).map((line) => (JSON.parse(line) as { explanation: Explanation }).explanation)
