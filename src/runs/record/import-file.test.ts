import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { soundBatches } from '../../adapters/files/sound-batches.ts'
import { checkRecording } from './check-recording.ts'
import type { FormatName } from './formats/names.ts'
import { importFile } from './import-file.ts'

let cwd = ''
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'promo-import-'))))
afterEach(() => rmSync(cwd, { recursive: true }))

const TS = 1_795_840_200_000
const sale = (id: string, ts = TS) => `{"topic":"sales_events","id":"${id}","type":"sale","sku":"A-1","store":"S01","ts":${ts},"source":"shop","receivedAt":${ts},"schemaVersion":1,"data":{"qty":1,"unitPriceMinor":9000}}`

async function imported(text: string, format: FormatName) {
  writeFileSync(join(cwd, 'in'), text)
  return importFile({ file: join(cwd, 'in'), format, out: join(cwd, 'out') })
}

/** What a replay takes, in its order; records without a SKU are in every partition and told once. */
function records(): readonly unknown[] {
  const all = Array.from({ length: 8 }, (_, partition) => [...soundBatches({ runDir: join(cwd, 'out'), partition })]).flat()
  return [...new Set(all.toSorted((a, b) => a.now - b.now).flatMap((batch) => batch.records))].map((record) => JSON.parse(record))
}

const metas = () => readdirSync(join(cwd, 'out/meta'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.jsonl')).flatMap((path) => readFileSync(join(cwd, 'out/meta', path), 'utf8').split('\n').filter(Boolean)).map((line) => JSON.parse(line))

describe('an import', () => {
  it('given whole events, then their bytes stay as they are, in order of their time', async () => {
    const document = await imported(`${sale('b', TS + 1)}\r\n\n${sale('a')}\n`, 'jsonl')
    expect(records()).toEqual([JSON.parse(sale('a')), JSON.parse(sale('b', TS + 1))])
    expect(document).toMatchObject({ order: 'merged', records: 2, startsAt: TS, endsAt: TS + 1 })
    expect(checkRecording(join(cwd, 'out'))).toEqual(document)
  })

  it('given events without what says nothing about them, then it is filled in', async () => {
    await imported('{"type":"sale","sku":"A-1","store":"S01","ts":"2026-11-27T10:00:00+05:30","data":{"qty":1,"unitPriceMinor":9000}}', 'jsonl')
    expect(records()).toEqual([{ ...JSON.parse(sale('', Date.UTC(2026, 10, 27, 4, 30))), id: `${join(cwd, 'in')}:1`, source: 'import' }])
  })

  it('given what kcat -J has printed, then keys, headers, offsets and timestamps stay, and credentials do not', async () => {
    const headers = ['trace', 't-1', 'Authorization', 'Bearer s3cret', 'x-api-key', 's3cret', 'author', 'me']
    const document = await imported(`${JSON.stringify({ topic: 'prod.sales', partition: 3, offset: 7, tstype: 'create', ts: TS, broker: 1, headers, key: 'A-1', payload: sale('a') })}\n`, 'kcat')
    expect(metas()).toEqual([{ record: 0, topic: 'prod.sales', partition: 3, offset: 7, timestamp: TS, key: 'A-1', headers: [['trace', 't-1'], ['author', 'me']] }])
    expect(document).toMatchObject({ droppedHeaders: { authorization: 1, 'x-api-key': 1 }, ranges: [{ topic: 'prod.sales', partition: 3, from: 7, to: 8, records: 1 }] })
    const written = readdirSync(join(cwd, 'out'), { recursive: true, encoding: 'utf8', withFileTypes: true }).filter((entry) => entry.isFile())
    expect(written.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('')).not.toContain('s3cret')
  })

  it('given CSV, then its columns are the event’s fields', async () => {
    await imported('type,ts,sku,store,data.qty,data.unitPriceMinor,data.orderId\nsale,2026-11-27T04:30:00Z,00123,S01,2,"9000",00042\n', 'csv')
    expect(records()).toMatchObject([{ topic: 'sales_events', type: 'sale', sku: '00123', data: { qty: 2, unitPriceMinor: 9000, orderId: '00042' } }])
  })

  it('given rules without a SKU, then every partition has them', async () => {
    await imported(`{"type":"promotion_ended","ts":${TS},"data":{"promotionId":"p"}}`, 'jsonl')
    expect(metas()).toHaveLength(8)
  })

  it('given a folder that holds something, then it is left alone', async () => {
    mkdirSync(join(cwd, 'out'))
    writeFileSync(join(cwd, 'out/mine'), 'mine')
    await expect(imported(sale('a'), 'jsonl')).rejects.toMatchObject({ mistake: { code: 'folder_not_empty', place: '--out', exitCode: 2 } })
    expect(readdirSync(join(cwd, 'out'))).toEqual(['mine'])
  })

  it('given a tombstone, then it comes along as one', async () => {
    await imported(`${JSON.stringify({ topic: 't', partition: 0, offset: 0, ts: TS, key: 'k', payload: null })}\n`, 'kcat')
    expect(metas()[0]).toMatchObject({ offset: 0, key: 'k', value: null })
  })

  it.each<[format: FormatName, text: string, place: string, mistake: object]>([
    ['jsonl', `${sale('a')}\n{"type":"sale",}\n`, ':2:16', { code: 'not_json' }],
    ['jsonl', `${sale('a')}\n[1]\n`, ':2:1', { code: 'not_an_object' }],
    ['jsonl', `{"ts":${TS},"type":"sael"}`, ':1:21', { code: 'unknown_type', fix: 'did you mean "sale"?' }],
    ['jsonl', '{"type":"sale","ts":"2026-11-27T04:30:00"}', ':1:16', { code: 'bad_time' }],
    ['jsonl', '\n\n', '', { code: 'no_messages' }],
    ['kcat', '{"topic":"t","partition":-1,"offset":0,"ts":1}', ':1:14', { code: 'bad_envelope', fix: 'write the file with kcat -C -J' }],
    ['kcat', '{"topic":"t","partition":0,"offset":0}', ':1:1', { code: 'bad_envelope', message: expect.stringContaining('ts is missing') }],
    ['csv', 'type,ts,qty\n', ':1:9', { code: 'unknown_column', fix: expect.stringContaining('data.qty') }],
    ['csv', 'type,ts,ts\n', ':1:9', { code: 'column_twice' }],
    ['csv', 'type,sku\n', ':1:1', { code: 'missing_column' }],
    ['csv', 'type,ts\nsale,2026-11-27T04:30:00Z,3\n', ':2:6', { code: 'ragged_row' }],
    ['csv', 'type,ts\nsale,27.11.2026\n', ':2:6', { code: 'bad_time', value: '27.11.2026' }],
    ['jsonl', '{"type":"sale"', ':1:15', { code: 'not_json', message: expect.stringContaining('ends too early'), value: '{"type":"sale"' }],
  ])('given a bad line of %s, %j, then nothing is written and the place is told', async (format, text, place, mistake) => {
    await expect(imported(text, format)).rejects.toMatchObject({ mistake: { exitCode: 104, place: `${join(cwd, 'in')}${place}`, ...mistake } })
    expect(readdirSync(cwd)).toEqual(['in'])
  })
})
