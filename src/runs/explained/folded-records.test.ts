import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { explain } from '../explain.ts'
import { importFile } from '../record/import-file.ts'
import { prepareReplay } from '../replay/prepare-replay.ts'
import { replay } from '../replay/replay.ts'
import { state } from '../state.ts'

const home = mkdtempSync(join(tmpdir(), 'promo-folded-'))
const runDir = join(home, 'run')
afterAll(() => rmSync(home, { recursive: true }))

const BEGAN = 1_795_753_800_000
const seeded = (sku: string) => ({ id: `seed-${sku}`, type: 'sku_seeded', sku, ts: BEGAN, data: { name: sku, category: 'kitchen', brand: 'b', vendor: 'v', currency: 'INR', baseMinor: 249_900, costMinor: 140_000, logisticsMinor: 500, tax: { mode: 'excluded' }, stores: [[400, 2], [60, 4]] } })
const seen = (id: string, sku: string, afterMs: number, priceMinor: number, ids: object = {}) => ({ id, type: 'competitor_price_seen', sku, ts: BEGAN + afterMs, ...ids, data: { competitor: 'rival', priceMinor, observedAt: BEGAN } })
const sale = (id: string, sku: string, store: string, afterMs: number) => ({ id, type: 'sale', sku, store, ts: BEGAN + afterMs, data: { qty: 1, unitPriceMinor: 249_900 } })

/** A rival's prices come too fast to be decided one by one; so the second and third are folded, and a tick decides the newest. */
const EVENTS = [
  seeded('K-1'),
  seeded('K-2'),
  sale('s-1', 'K-1', 'S01', 100),
  sale('s-2', 'K-1', 'S02', 100),
  seen('crawl-7', 'K-2', 1000, 240_000, { correlationId: 'crawl' }),
  seen('first', 'K-1', 1010, 240_000),
  seen('second', 'K-1', 1020, 235_000),
  seen('third', 'K-1', 1030, 230_000, { causationId: 'crawl-7', correlationId: 'crawl' }),
  { ...seen('third', 'K-1', 1040, 1, { causationId: 'nobody' }) },
  seen('dead', 'K-1', 1050, -5, { causationId: 'nobody' }),
  sale('s-3', 'K-2', 'S01', 3000),
]

beforeAll(async () => {
  writeFileSync(join(home, 'events.jsonl'), EVENTS.map((event) => `${JSON.stringify(event)}\n`).join(''))
  await importFile({ file: join(home, 'events.jsonl'), format: 'jsonl', out: join(home, 'recording') })
  const request = { source: join(home, 'recording'), from: [], to: [], topics: null, keys: null, types: null, speed: 'max' as const, maxGapMs: Infinity, isLoop: false, isCold: false, group: null, rules: null, isDiff: false, against: null, out: runDir, force: false }
  await replay({ prepared: prepareReplay(request), command: '', onProgress: () => {}, signal: new AbortController().signal })
})

const chainOf = async (at?: string) => {
  const { explanation, lines } = await explain({ runDir, query: 'K-1', store: 'S01', at })
  return { links: (explanation as { chain: { links: readonly { what: string; id: string }[] } }).chain.links.slice(2).map(({ what, id }) => `${what} ${id}`), lines }
}

it('given a price that a tick has changed, then its chain goes on to the newest record that had waited, and to its cause', async () => {
  const { links, lines } = await chainOf()
  expect(links).toEqual([expect.stringMatching(/^tick t\d+$/), 'event third', 'event crawl-7'])
  expect(lines.slice(-3).map((line) => line.trim())).toEqual([expect.stringMatching(/^a tick \(t\d+\)$/), expect.stringMatching(/^↳ third: competitor_price_seen in competitor_prices\/\d:\d+$/), expect.stringMatching(/^↳ crawl-7: /)])
  expect((await state({ runDir, sku: 'K-1', store: 'S01' })).lines.find((line) => line.includes('because of'))).toMatch(/a tick \(t\d+\), which decided third$/)
})

it('given a price that a record has changed, then that is the cause, and nothing that waits', async () => {
  const { links } = await chainOf('@-1980ms')
  expect(links).toEqual(['event first'])
})
