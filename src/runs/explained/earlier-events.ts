import { OUTPUT_PREFIX } from '../../adapters/input-line.ts'
import { type FoundLine, LineSearch } from '../../adapters/files/line-search.ts'
import type { SeenEvent } from '../../reports/formats/explanation/seen-event.ts'
import { keyOf, needlesOf, seenEvent } from './item-story.ts'

/**
 * The newest records of each kind that could move the price of a SKU, before a batch: found in the log's bytes, because
 * nothing there is executed. Each of them is held against the checksum of its batch.
 */
export function earlierEvents(runDir: string, partition: number, { sku, before }: { readonly sku: string; readonly before: number }): readonly SeenEvent[] {
  if (before === 0) return []
  const search = new LineSearch(runDir, partition)
  const newest = new Map<string, FoundLine>()
  for (const line of search.forward(needlesOf(sku), before)) {
    const event = OUTPUT_PREFIX.test(line.text) ? undefined : seenEvent(sku, line.text, 0)
    if (event) newest.set(keyOf(event), line)
  }
  return [...newest.values()].flatMap((line) => {
    const proved = search.prove(line)
    return proved ? (seenEvent(sku, line.text, proved.offset) ?? []) : []
  })
}
