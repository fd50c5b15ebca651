import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { promo } from '../testing/promo-cli.ts'

const KETTLES = resolve('fixtures/recordings/kettles')
const sale = (id: string, sku: string, store: string, ts: number, qty: number) => JSON.stringify({ topic: 'sales_events', id, type: 'sale', sku, store, ts, source: 'import', receivedAt: ts, schemaVersion: 1, data: { qty, unitPriceMinor: 210_000 } })

describe('promo replay --topic dead_letters', () => {
  let cwd = ''
  const run = async (...args: readonly string[]) => {
    const { exitCode, stdout } = await promo([...args, '--json'], { cwd })
    return { exitCode, ...JSON.parse(stdout) }
  }
  const onHand = async (runDir: string, sku: string, store: string) => (await run('state', runDir, sku, '--store', store)).state.stores[0].stock.onHand as number

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'promo-redrive-'))
    await run('replay', KETTLES, '--out', 'run', '--no-ui')
    writeFileSync(join(cwd, 'mended.jsonl'), `${sale('typo', 'K-1', 'S01', 1_795_753_812_000, 1)}\n${sale('no-qty', 'K-2', 'S02', 1_795_753_814_000, 2)}\n`)
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  it('given mended records, then each takes effect once, and what cannot be mended is told', async () => {
    const redriven = await run('replay', 'run', '--topic', 'dead_letters', '--repairs', 'mended.jsonl', '--out', 'redriven', '--no-ui')
    expect(redriven).toMatchObject({ exitCode: 0, verdict: 'pass' })
    expect(redriven.redriven.map(({ letter, fate, isRepaired }: any) => [letter.code, fate, isRepaired])).toEqual([['unknown_sku', 'sent', true], ['unknown_version', 'refused_again', false], ['invalid_data', 'sent', true]])
    expect(await onHand('redriven', 'K-1', 'S01')).toBe((await onHand('run', 'K-1', 'S01')) - 1)
    expect(await onHand('redriven', 'K-2', 'S02')).toBe((await onHand('run', 'K-2', 'S02')) - 2)
  })

  it('given the same once more, then nothing is sent a second time', async () => {
    expect(await run('replay', 'redriven', '--topic', 'dead_letters', '--repairs', 'mended.jsonl', '--out', 'again', '--no-ui')).toMatchObject({ exitCode: 104, error: { code: 'nothing_to_send', message: expect.stringContaining('applied already') } })
  })

  it.each<[args: readonly string[], error: object]>([
    [[KETTLES, '--topic', 'dead_letters'], { code: 'no_dead_letters' }],
  ])('answers %j with what to do', async (args, error) => {
    expect(await run('replay', ...args)).toMatchObject({ error })
  })
})
