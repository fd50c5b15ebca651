import type { Header, RecordedMessage } from '../recorded-message.ts'
import { columnOfField, type FileLine, linesOfText, objectOf, type RecordingFormat, refusal } from './line.ts'

/** What `kcat -J` prints, one message a line. */
export const kcat: RecordingFormat = {
  summary: 'the JSON envelope of kcat -J',
  async *read(text, file) {
    for await (const line of linesOfText(text, file)) yield messageOf(line)
  },
}

type Check = (value: unknown) => boolean

const isOffset: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0
const isText: Check = (value) => typeof value === 'string' && value !== ''
const isTextOrNothing: Check = (value) => value === undefined || value === null || typeof value === 'string'
const isHeaders: Check = (value) => value === undefined || (Array.isArray(value) && value.length % 2 === 0)

const FIELDS: Readonly<Record<string, readonly [check: Check, rule: string]>> = {
  topic: [isText, 'the name of a topic'],
  partition: [isOffset, 'a partition number'],
  offset: [isOffset, 'an offset'],
  ts: [isOffset, 'a timestamp in epoch ms'],
  key: [isTextOrNothing, 'text or null'],
  payload: [isTextOrNothing, 'text or null'],
  headers: [isHeaders, 'names and values by turns'],
}

function messageOf(line: FileLine): RecordedMessage {
  const envelope = objectOf(line)
  for (const [name, [check, rule]] of Object.entries(FIELDS)) {
    if (!check(envelope[name])) throw refusal(line, columnOfField(line, name), 'bad_envelope', `${name} is ${JSON.stringify(envelope[name]) ?? 'missing'}`, `${name} is ${rule}`, 'write the file with kcat -C -J')
  }
  const { topic, partition, offset, ts, key = null, payload = null, headers = [] } = envelope as { topic: string; partition: number; offset: number; ts: number; key?: string | null; payload?: string | null; headers?: unknown[] }
  return { topic, partition, offset, timestamp: ts, key, headers: pairs(headers), value: payload === null ? null : Buffer.from(payload) }
}

/** kcat writes names and values by turns. */
function pairs(flat: readonly unknown[]): readonly Header[] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[String(name), String(flat[index + 1] ?? '')] as const] : []))
}
