import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { state as stateOf } from '../runs/state.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'
import { warmPromo } from '../testing/warm-cli.ts'

const SKU = 'SKU-00007'

interface Order {
  readonly offset: number
  readonly now: number
}

/** The order records of a partition with their line numbers. */
function ordersOf(runDir: string, partition: number): readonly Order[] {
  const lines = readFileSync(join(runDir, 'log', String(partition), `${'0'.repeat(20)}.jsonl`), 'utf8').split('\n')
  return lines.flatMap((line, offset) => (line.startsWith('{"topic":"order"') ? [{ offset, now: JSON.parse(line).now }] : []))
}

/** The newest row of each store up to a line, as the live run wrote it: price, costVersion, reason, version, onHand. */
function recordedRows(runDir: string, partition: number, until: number): ReadonlyMap<string, readonly unknown[]> {
  const lines = readFileSync(join(runDir, 'log', String(partition), `${'0'.repeat(20)}.jsonl`), 'utf8').split('\n').slice(0, until + 1)
  const rows = lines.filter((line) => line.includes(`["${SKU}",`)).flatMap((line) => JSON.parse(line).decisions as any[])
  return new Map(rows.filter(([sku]) => sku === SKU).flatMap(([, price, , , , cost, reason, stores]) => stores.map(([store, version]: any[]) => [store, [price, cost, reason, version]])))
}

describe('promo state', () => {
  let cwd = ''
  let partition = 0
  const state = async (...args: readonly string[]) => {
    const { exitCode, stdout } = await warmPromo(['state', 'run', SKU, ...args, '--json'], { cwd })
    return { exitCode, ...JSON.parse(stdout) }
  }
  beforeAll(async () => {
    cwd = emptyFolder()
    await promo(['simulate', 'competitor-storm', '--duration', '2s', '--rate', '500', '--skus', '60', '--stores', '2', '--no-faults', '--out', 'run', '--no-ui', '--quiet'], { cwd })
    partition = (await state()).partition
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  it.each([0.3, 0.6, 1])('given the record at %f of the log, then the state is what the run had decided by then', async (share) => {
    const orders = ordersOf(join(cwd, 'run'), partition)
    const { offset, now } = orders[Math.floor((orders.length - 1) * share)]
    const answer = await state('--at', `${partition}:${offset}`)
    const told = answer.state.stores.map(({ store, price }: any) => [store, [price.priceMinor, price.costVersion, price.reason, price.version]])
    expect({ ...answer, told: new Map(told) }).toMatchObject({ exitCode: 0, offset, now, told: recordedRows(join(cwd, 'run'), partition, offset) })
    expect(answer.chain.links.map(({ what }: { what: string }) => what).slice(0, 2)).toEqual(['price', 'decision'])
  })

  it('given a record of the run’s one order, then nothing behind it is known', async () => {
    const all = Array.from({ length: 8 }, (_, each) => ordersOf(join(cwd, 'run'), each).map(({ offset, now }) => ({ partition: each, offset, now }))).flat()
    const half = all.toSorted((a, b) => a.now - b.now || a.partition - b.partition).slice(0, all.length / 2)
    const records = half.map(({ partition: each, offset }) => offset - (all.findLast((other) => other.partition === each && other.offset < offset)?.offset ?? -1))
    const seq = records.reduce((sum, each) => sum + each) - 1
    expect(await state('--at', `seq:${seq}`)).toMatchObject({ exitCode: 0, offset: half.findLast((each) => each.partition === partition)!.offset })
  })

  it('given no snapshot, then it says the same', async () => {
    const near = await state()
    const log = join(cwd, 'run/log', String(partition))
    for (const name of readdirSync(log).filter((each) => each.startsWith('snapshot-'))) rmSync(join(log, name))
    expect(await state()).toEqual(near)
  })

  it('tells a person the price by store, what was known, and what led there', async () => {
    const { stdout } = await warmPromo(['state', 'run', SKU, '--store', 'S02', '--at', '@-1s'], { cwd })
    for (const heading of ['KNOWN OF IT', 'BY STORE', 'THE NEWEST CHANGE']) expect(stdout).toContain(`\n  ${heading}`)
    expect(stdout).toMatch(/accepted cost INR [\d,.]+, .*floor INR/)
    expect(stdout).toMatch(/\n {4}S02 {2}INR [\d,.]+ {2}[A-Z_]+; [\d,]+ on hand/)
    expect(stdout).not.toContain('S01 ')
  })

  it('refuses a moment outside the recording with one that is inside', async () => {
    expect(await state('--at', '@2020-01-01T00:00:00Z')).toMatchObject({ exitCode: 2, error: { code: 'outside_recording', place: '--at', fix: expect.stringMatching(/^write --at @20/) } })
  })

  it.each<[asked: object, mistake: object]>([
    [{ at: '@2099-01-01T00:00:00Z' }, { code: 'outside_recording', message: expect.stringContaining('past the end') }],
    [{ at: 'seq:999999999' }, { code: 'outside_recording' }],
    [{ at: '999999999' }, { code: 'outside_recording', fix: expect.stringMatching(/^write --at \d+$/) }],
    [{ at: '99:1' }, { code: 'bad_moment' }],
    [{ at: '-10m' }, { code: 'bad_offset', fix: 'did you mean @-10m?' }],
    [{ at: 'sales_events/0:3' }, { code: 'bad_moment' }],
    [{ at: 'start' }, { code: 'bad_moment' }],
    [{ at: 'seq:0' }, { code: 'unknown_decision', place: '--at' }],
    [{ store: 'S2' }, { code: 'unknown_store' }],
    [{ sku: 'SKU-0007' }, { code: 'unknown_sku' }],
  ])('refuses %j with what would be right', async (asked, mistake) => {
    await expect(stateOf({ runDir: join(cwd, 'run'), sku: SKU, ...asked })).rejects.toMatchObject({ mistake: { exitCode: 2, ...mistake } })
  })
})
