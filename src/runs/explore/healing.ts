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

function unanswered({ reads, lastReads, logs }: History): Example[] {
  const [{ lines }] = reads
  const silent = lines.slice(lines.length - lastReads).flatMap((text) => {
    const { sku, store, source } = JSON.parse(text) as { sku: string; store: string; source: string }
    return source === 'none' ? [{ sku, store }] : []
  })
  if (silent.length === 0) return []
  const texts = logs.map((log) => log.bytes().toString())
  return silent.filter(({ sku, store }) => texts.some((text) => lastPrice(text, sku, store))).map(({ sku, store }) => ({ place: `${sku} ${store}`, problem: 'has a price, and readers are told that it has none', sku, store }))
}

/** Of the item's last update; null where it was withdrawn, undefined where the log does not know it. */
function lastPrice(log: string, sku: string, store: string): number | null | undefined {
  const at = log.lastIndexOf(`"sku":"${sku}","store":"${store}","version":`)
  if (at < 0) return undefined
  return (JSON.parse(log.slice(log.lastIndexOf('\n', at) + 1, log.indexOf('\n', at))) as { priceMinor: number | null }).priceMinor
}
