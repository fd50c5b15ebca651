import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyFolder } from '../testing/promo-cli.ts'
import { warmPromo } from '../testing/warm-cli.ts'

describe('promo simulate --dry-run', () => {
  let cwd = ''
  beforeAll(() => {
    cwd = emptyFolder()
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  it('shows what would happen, and leaves nothing behind', async () => {
    const { exitCode, stdout } = await warmPromo(['simulate', 'flash-sale', '--dry-run', '--fault', 'cache:down@40s+10s', '--fault', 'bolt.price:crash@30s'], { cwd })
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/ {4}sales +420,000\n/)
    expect(stdout).toMatch(/ {4}all events +1,200,000\n/)
    expect(stdout).toMatch(/\n {4}cache:down@40s\+10s {10}( {32}█{8})\n {4}bolt\.price:crash@30s {8}( {24}▼)\n/)
    expect(stdout).toContain('    decision_latency: p(99)<100\n')
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(existsSync(join(cwd, '.promo'))).toBe(false)
  })

  it('prints the plan as one document', async () => {
    const { stdout } = await warmPromo(['simulate', 'spike-10x', '--dry-run', '--json', '-d', '30s', '--skus', '100', '--stores', '3'], { cwd })
    const plan = JSON.parse(stdout)
    expect(plan).toMatchObject({ schemaVersion: 1, dryRun: true, scenario: 'spike-10x', durationMs: 30_000, skus: 100, stores: 3, faults: [] })
    expect(Object.values(plan.events.byKind as Record<string, number>).reduce((sum, count) => sum + count, 0)).toBe(plan.events.total)
    expect(Math.max(...plan.rates)).toBe(20_000)
    expect(plan.expected.wholeMs).toBeGreaterThan(30_000)
  })

  it('refuses what a run would refuse', async () => {
    const { exitCode, stdout } = await warmPromo(['simulate', 'steady', '--dry-run', '--json', '--fault', 'cache:down@90s'], { cwd })
    expect([exitCode, JSON.parse(stdout).error.code]).toEqual([2, 'fault_past_the_end'])
  })
})
