import { topicOfLine } from '../../adapters/kafka/topics.ts'
import { EVENT_TYPES } from '../../engine/pricing/event-types.ts'

/** Which records of the traffic are replayed; null: all. */
export interface FilterTerms {
  readonly topics: readonly string[] | null
  /** Globs over SKUs: `*` is any text, `?` any character. */
  readonly keys: readonly string[] | null
  readonly types: readonly string[] | null
}

/** Without the catalogue and the rules nothing can be priced: they are settings, not traffic, and no filter drops them. */
const SETTINGS = ['catalog', 'promo_rules']

const KEY = /"sku":"((?:[^"\\]|\\.)*)"/
const TYPE = /"type":"(\w+)"/

export const isSetting = (record: string): boolean => SETTINGS.includes(topicOfLine(record) ?? '')

export const KNOWN_TYPES = Object.keys(EVENT_TYPES)

/** A filter of record lines, or null where everything passes. */
export function recordFilter({ topics, keys, types }: FilterTerms): ((record: string) => boolean) | null {
  if (!topics && !keys && !types) return null
  const globs = keys?.map(toExpression)
  return (record) => {
    const topic = topicOfLine(record)
    if (topic !== undefined && SETTINGS.includes(topic)) return true
    if (topics && !topics.includes(topic ?? '')) return false
    if (types && !types.includes(TYPE.exec(record)?.[1] ?? '')) return false
    return !globs || globs.some((glob) => glob.test(KEY.exec(record)?.[1] ?? ''))
  }
}

/** Of a glob, anchored at both ends; SKUs stand in the log as JSON has them. */
function toExpression(glob: string): RegExp {
  const quoted = JSON.stringify(glob).slice(1, -1)
  return new RegExp(`^${quoted.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su')
}
