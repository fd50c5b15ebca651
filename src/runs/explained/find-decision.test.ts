import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partitionOf } from '../../engine/kernel/murmur2.ts'
import { writeSnapshots } from '../../testing/write-snapshots.ts'
import { explain } from '../explain.ts'
import { prepareReplay } from '../replay/prepare-replay.ts'
import { replay } from '../replay/replay.ts'
import { state } from '../state.ts'

const home = mkdtempSync(join(tmpdir(), 'promo-look-back-'))
const run = join(home, 'run')
afterAll(() => rmSync(home, { recursive: true }))

const SKUS = ['SKU-00001', 'SKU-00002', 'SKU-00007', 'SKU-00011', 'SKU-00019']
const MOMENTS = [undefined, '@-2s', '@-1s', 'seq:300', '-3']
const dirs = () => readdirSync(join(run, 'log')).map((name) => join(run, 'log', name))
const snapshots = () => dirs().flatMap((dir) => readdirSync(dir).filter((name) => name.startsWith('snapshot-')).map((name) => join(dir, name)))

/** The answers, or why there is none. */
async function asked(): Promise<readonly unknown[]> {
  const questions = SKUS.flatMap((sku, row) => MOMENTS.map((at, column) => ({ sku, at, store: (row + column) % 2 === 0 ? undefined : 'S02' })))
  const answered = questions.map(async ({ sku, at, store }) => ({ sku, at, store, state: await state({ runDir: run, sku, at, store }).catch((error) => error.mistake), explained: await explain({ runDir: run, query: sku, at, store }).catch((error) => error.mistake) }))
  return Promise.all(answered)
}

beforeAll(async () => {
  const request = { source: resolve('fixtures/recordings/from-kafka'), from: [], to: [], topics: null, keys: null, types: null, speed: 'max' as const, maxGapMs: Infinity, isLoop: false, isCold: false, group: null, rules: null, isDiff: false, against: null, out: run, force: false }
  await replay({ prepared: prepareReplay(request), command: '', onProgress: () => {}, signal: new AbortController().signal })
})

describe('what was known of a SKU, and why it had its price', () => {
  let fromStart: readonly unknown[] = []
  beforeAll(async () => {
    for (const path of snapshots()) rmSync(path)
    fromStart = await asked()
    await writeSnapshots(run, 3)
  })

  it('is the same from the nearest snapshots as from the start', async () => {
    expect(fromStart.filter((each: any) => each.state.state).length).toBeGreaterThan(fromStart.length / 2)
    expect(snapshots().length).toBeGreaterThan(20)
    expect(await asked()).toEqual(fromStart)
  })

  it('is the same where a snapshot has a wrong byte', async () => {
    for (const path of snapshots().filter((_, index) => index % 2 === 0)) {
      const bytes = readFileSync(path)
      bytes[bytes.length >> 1] ^= 1
      writeFileSync(path, bytes)
    }
    expect(await asked()).toEqual(fromStart)
  })

  it('needs nothing of the log that stands before the snapshot and does not speak of the SKU', async () => {
    const partition = partitionOf(SKUS[0], 8)
    const file = join(run, 'log', String(partition), `${'0'.repeat(20)}.jsonl`)
    const text = readFileSync(file, 'utf8')
    const strange = text.split('\n').findIndex((line) => line.startsWith('{"topic":"demand_events"') || (line.startsWith('{"topic":"sales_events"') && !line.includes(SKUS[0])))
    expect(strange).toBeGreaterThan(0)
    const before = await state({ runDir: run, sku: SKUS[0] })
    writeFileSync(file, text.split('\n').with(strange, text.split('\n')[strange].replace('"source"', '"sauce"')).join('\n'))
    expect(await state({ runDir: run, sku: SKUS[0] })).toEqual(before)
    writeFileSync(file, text)
  })

  it('believes no record whose batch is not as it was written', async () => {
    const partition = partitionOf(SKUS[0], 8)
    const file = join(run, 'log', String(partition), `${'0'.repeat(20)}.jsonl`)
    const text = readFileSync(file, 'utf8')
    const lines = text.split('\n')
    const seeded = lines.findIndex((line) => line.includes('"type":"sku_seeded"') && line.includes(SKUS[0]))
    writeFileSync(file, lines.with(seeded, lines[seeded].replace('"brand"', '"brant"')).join('\n'))
    await expect(explain({ runDir: run, query: SKUS[0] })).rejects.toMatchObject({ mistake: { code: 'damaged_record', exitCode: 104 } })
    writeFileSync(file, text)
  })
})
