import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partitionOf } from '../../../engine/kernel/murmur2.ts'
import { importFile } from '../../record/import-file.ts'
import { Recording } from '../recording.ts'
import { type Outgoing, outgoing, partitionFor } from './outgoing.ts'

const TS = 1_795_753_800_000
const home = mkdtempSync(join(tmpdir(), 'promo-outgoing-'))
const dir = join(home, 'recording')
afterAll(() => rmSync(home, { recursive: true }))

const sale = (id: string, sku: string) => JSON.stringify({ topic: 'sales_events', id, type: 'sale', sku, store: 'S01', ts: TS, source: 's', receivedAt: TS, schemaVersion: 1, data: { qty: 1, unitPriceMinor: 100 } })

/** As kcat -J prints messages: from topics of somebody else, with keys, headers and times of their own. */
const MESSAGES = [
  { topic: 'shop.sales', partition: 0, offset: 7, ts: TS, key: 'A-1', payload: sale('a', 'A-1'), headers: ['trace', 't-1', 'hop', 'one', 'hop', 'two'] },
  { topic: 'shop.sales', partition: 1, offset: 3, ts: TS + 5, key: 'B-2', payload: sale('b', 'B-2') },
  { topic: 'shop.notes', partition: 2, offset: 0, ts: TS + 10, key: null, payload: 'no JSON at all' },
  { topic: 'shop.sales', partition: 0, offset: 8, ts: TS + 20, key: 'A-1', payload: null },
]

beforeAll(async () => {
  writeFileSync(join(home, 'messages.json'), MESSAGES.map((message) => `${JSON.stringify(message)}\n`).join(''))
  await importFile({ file: join(home, 'messages.json'), format: 'kcat', out: dir })
})

function sent(source: string, { from = 0, to = Infinity, types = null as readonly string[] | null } = {}): readonly Outgoing[] {
  const recording = Recording.open(source)
  return [...outgoing({ recording, spans: recording.partitions.map(() => ({ from, to })), filter: { topics: null, keys: null, types } })]
}

describe('recorded inputs on their way to topics', () => {
  it('given a recording of topics, then they keep topic, key, headers, timestamp and value, in the order of their time', () => {
    const all = sent(dir)
    expect(all.map(({ topic, message, now }) => [topic, message.key, message.timestamp, now])).toEqual([
      ['shop.sales', 'A-1', String(TS), TS],
      ['shop.sales', 'B-2', String(TS + 5), TS + 5],
      ['shop.notes', null, String(TS + 10), TS + 10],
      ['shop.sales', 'A-1', String(TS + 20), TS + 20],
    ])
    expect(all.map(({ message }) => message.value)).toEqual([sale('a', 'A-1'), sale('b', 'B-2'), 'no JSON at all', null])
    expect(all[0].message.headers).toEqual({ trace: 't-1', hop: ['one', 'two'] })
  })

  it('given the folder of a run, then each goes to its topic, keyed by its SKU, at the time of its sending', () => {
    cpSync(resolve('fixtures/recordings/from-kafka/log'), join(home, 'run/log'), { recursive: true })
    cpSync(resolve('fixtures/recordings/from-kafka/scenario.json'), join(home, 'run/scenario.json'))
    const own = sent(join(home, 'run'), { types: ['sale'] })
    expect(new Set(own.map(({ topic }) => topic))).toEqual(new Set(['catalog', 'promo_rules', 'sales_events']))
    const sold = own.find(({ topic }) => topic === 'sales_events')!
    expect([sold.message.key, sold.message.timestamp, sold.message.headers]).toEqual([JSON.parse(String(sold.message.value)).sku, undefined, undefined])
  })

  it('given a range, then nothing before it is sent', () => {
    expect(sent(join(home, 'recording'), { from: 1 }).length).toBeLessThan(sent(dir).length)
    expect(sent(dir, { to: 0 })).toEqual([])
  })

  it('go to the partition of their key, and without one to that which they had', () => {
    const [first] = sent(dir)
    expect(partitionFor(first, 5)).toBe(partitionOf('A-1', 5))
    const note = sent(dir).find(({ message }) => message.key === null)!
    expect([partitionFor(note, 5), partitionFor(note, 2)]).toEqual([2, 0])
  })
})
