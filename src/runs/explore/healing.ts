import type { Invariant } from '../../checks/conclude.ts'
import { type Example, EXAMPLES_MAX } from '../../checks/tally.ts'
import type { History } from '../../simulator/world.ts'

/** What only a world can promise: nothing fails that nobody has foreseen, it comes to rest, and then each price is told that was not withdrawn. */
export function judgeHealing(history: History): Invariant {
  const { hasHealed, failure, lastReads } = history
  const examples: Example[] = []
  if (failure !== null) examples.push({ place: 'the pipeline', problem: 'an error that nobody has foreseen', error: failure })
  else if (!hasHealed) examples.push({ place: 'the world', problem: 'a minute after the last fault it was still not at rest' })
  examples.push(...unanswered(history))
  return { name: 'healing', status: examples.length > 0 ? 'fail' : 'pass', checked: lastReads, violations: examples.length, examples: examples.slice(0, EXAMPLES_MAX) }
}

/** The store holds a price that can be told, and the last reader was told that there is none. */
function unanswered({ reads, lastReads, prices }: History): Example[] {
  const [{ lines }] = reads
  const silent = lines.slice(lines.length - lastReads).flatMap((text) => {
    const { sku, store, source } = JSON.parse(text) as { sku: string; store: string; source: string }
    return source === 'none' ? [`${sku} ${store}`] : []
  })
  const standing = new Set(silent.length === 0 ? [] : prices.flatMap((partition) => partition.lines.flatMap(pricedItem)))
  return silent.filter((item) => standing.has(item)).map((item) => ({ place: item, problem: 'has a price, and readers are told that it has none' }))
}

function pricedItem(line: string): string[] {
  const { sku, store, cold } = JSON.parse(line) as { sku: string; store: string; cold: { priceMinor: number | null } | null }
  return cold?.priceMinor ? [`${sku} ${store}`] : []
}
