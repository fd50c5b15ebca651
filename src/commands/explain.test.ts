import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyFolder, promo } from '../testing/promo-cli.ts'
import { warmPromo } from '../testing/warm-cli.ts'

describe('promo explain', () => {
  let cwd = ''
  beforeAll(async () => {
    cwd = emptyFolder()
    await promo(['simulate', 'vendor-cost-shock', '--duration', '2s', '--rate', '500', '--skus', '60', '--stores', '2', '--no-faults', '--out', 'run', '--no-ui', '--quiet'], { cwd })
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  it('tells a person the price, the guard’s sums, and what led there', async () => {
    const { exitCode, stdout } = await warmPromo(['explain', 'run', 'SKU-00007'], { cwd })
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^.+ \(SKU-00007\) in store S0[12]\n[A-Z_]+: .+\n/)
    for (const heading of ['PRICE', 'GUARD', 'PROMOTIONS CONSIDERED', 'STOCK AND DEMAND', 'WHAT LED HERE']) expect(stdout).toContain(`\n  ${heading}`)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  it('points at records that are there', async () => {
    const { stdout } = await warmPromo(['explain', 'run', 'SKU-00007', '--json'], { cwd })
    const { explanation, events } = JSON.parse(stdout)
    const log = readFileSync(join(cwd, 'run/log', String(explanation.source.partition), `${'0'.repeat(20)}.jsonl`), 'utf8').split('\n')
    const cost = events.find(({ kind }: { kind: string }) => kind === 'cost')
    expect(JSON.parse(log[cost.offset])).toMatchObject({ sku: 'SKU-00007', id: cost.id, data: { costMinor: explanation.inputs.costMinor } })
  })

  it('looks at one store, or at one decision', async () => {
    const { stdout } = await warmPromo(['explain', 'run', 'SKU-00007', '--store', 'S02', '--json'], { cwd })
    const { explanation } = JSON.parse(stdout)
    expect(explanation.store).toBe('S02')
    const again = await warmPromo(['explain', 'run', explanation.decisionId, '--json'], { cwd })
    expect(JSON.parse(again.stdout).explanation).toEqual(explanation)
  })

  it('given an earlier moment, then nothing that came later is told', async () => {
    const { stdout } = await warmPromo(['explain', 'run', 'SKU-00007', '--at', '@-1s', '--json'], { cwd })
    const { explanation, events, chain } = JSON.parse(stdout)
    const { stdout: ended } = await warmPromo(['state', 'run', 'SKU-00007', '--json'], { cwd })
    const until = JSON.parse(ended).now - 1000
    for (const time of [explanation.ts, ...events.map(({ receivedAt }: { receivedAt: number }) => receivedAt)]) expect(time).toBeLessThanOrEqual(until)
    expect(chain.links[1]).toMatchObject({ what: 'decision', id: explanation.decisionId })
  })

  it.each<[args: readonly string[], error: object]>([
    [['SKU-0007'], { code: 'unknown_sku', fix: expect.stringContaining('did you mean "SKU-000') }],
    [['SKU-00007', '--store', 'S2'], { code: 'unknown_store', fix: expect.stringContaining('did you mean "S0') }],
    [['1:1:SKU-00007:S01:r1'], { code: 'unknown_decision' }],
    [['1:1:SKU-00007:S01:r1', '--at', 'end'], { code: 'contradiction' }],
  ])('answers %j with the nearest word', async (args, error) => {
    const { exitCode, stdout } = await warmPromo(['explain', 'run', ...args, '--json'], { cwd })
    expect([exitCode, JSON.parse(stdout).error]).toEqual([2, expect.objectContaining(error)])
  })
})
