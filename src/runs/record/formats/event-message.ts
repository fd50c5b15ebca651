import { EVENT_TYPES } from '../../../engine/pricing/event-types.ts'
import { didYouMean } from '../../../engine/kernel/nearest-word.ts'
import type { RecordedMessage } from '../recorded-message.ts'
import { columnOfField, type FileLine, refusal } from './line.ts'

const TIME_RULE = 'a time in epoch ms, or ISO 8601 with its zone'

/**
 * An event of a file as the message it would have been. What is whole keeps its bytes; what lacks fields that say
 * nothing about the event itself (its topic, id, source, when it was received) gets them.
 */
export function messageOfEvent(event: Record<string, unknown>, line: FileLine, offset: number): RecordedMessage {
  const { type } = event
  if (typeof type !== 'string' || !Object.hasOwn(EVENT_TYPES, type)) throw unknownType(line, type)
  const ts = timeOf(event.ts, 'ts', line)
  const receivedAt = event.receivedAt === undefined ? ts : timeOf(event.receivedAt, 'receivedAt', line)
  const given = { topic: EVENT_TYPES[type].topic, id: `${line.file}:${line.line}`, source: 'import', schemaVersion: 1, data: {}, ...event, ts, receivedAt }
  const isWhole = Object.entries(given).every(([name, value]) => event[name] === value)
  const { topic, sku } = given as { topic: string; sku?: unknown }
  return {
    topic,
    partition: 0,
    offset,
    timestamp: receivedAt,
    key: typeof sku === 'string' ? sku : null,
    headers: [],
    value: Buffer.from(isWhole ? line.text : JSON.stringify(inOrder(given))),
  }
}

/** As the pipeline's own producers write it. */
function inOrder({ topic, id, type, sku, store, ts, source, receivedAt, schemaVersion, data, ...others }: Record<string, unknown>): object {
  return { topic, id, type, sku, store, ts, source, receivedAt, schemaVersion, data, ...others }
}

function timeOf(value: unknown, name: string, line: FileLine): number {
  if (Number.isSafeInteger(value)) return value as number
  const isZoned = typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(value)
  const ms = isZoned ? Date.parse(value) : typeof value === 'string' && /^\d{13}$/.test(value) ? Number(value) : NaN
  if (!Number.isNaN(ms)) return ms
  throw refusal(line, columnOfField(line, name), 'bad_time', `${name} is ${JSON.stringify(value) ?? 'missing'}`, `${name} is ${TIME_RULE}`, 'write for example 2026-11-27T04:30:07.250Z')
}

function unknownType(line: FileLine, type: unknown) {
  const types = Object.keys(EVENT_TYPES)
  const near = typeof type === 'string' ? didYouMean(type, types) : ''
  return refusal(line, columnOfField(line, 'type'), 'unknown_type', `type is ${JSON.stringify(type) ?? 'missing'}`, `type is one of ${types.join(', ')}`, near || 'mend the line, or take it out')
}
