/** Topics that producers write to, in the order in which a batch takes from them: what a SKU is, before what happens to it. */
export const INPUT_TOPICS = [
  'catalog',
  'promo_rules',
  'price_overrides',
  'vendor_cost_updates',
  'inventory_events',
  'competitor_prices',
  'sales_events',
  'demand_events',
] as const

const TOPIC = /^\s?\{"topic":"([a-z_]+)"/

/** The topic that a line names itself, where it is one of ours. */
export function topicOfLine(line: string): string | undefined {
  return TOPIC.exec(line)?.[1]
}

/** What names no topic, or none of ours, is still traffic: it becomes a dead letter wherever it stands. */
const STRANGERS_TOPIC = 'demand_events'

/** The input topic that an input line goes to. */
export function homeTopic(line: string): string {
  const named = topicOfLine(line)
  return INPUT_TOPICS.find((topic) => topic === named) ?? STRANGERS_TOPIC
}

const SKU = /"(?:sku":|decisions":\[\[)"((?:[^"\\]|\\.)*)"/

/** What a message is keyed by: its SKU, so that its topic is partitioned as Kafka's own clients would. */
export function skuOfLine(line: string): string | null {
  const found = SKU.exec(line)?.[1] ?? null
  return found?.includes('\\') ? unescaped(found) : found
}

/** Null for what is no text: a line that faults have damaged is traffic as well. */
function unescaped(text: string): string | null {
  try {
    return JSON.parse(`"${text}"`) as string
  } catch {
    return null
  }
}
