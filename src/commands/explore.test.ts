import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyFolder, promo } from '../testing/promo-cli.ts'

const FEW = ['--events', '300', '--seeds', '3', '--json']

describe('promo explore', () => {
  let cwd = ''
  beforeAll(() => {
    cwd = emptyFolder()
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  const explored = async (...args: readonly string[]) => {
    const { exitCode, stdout } = await promo(['explore', 'flash-sale', ...args], { cwd })
    return { exitCode, document: JSON.parse(stdout) }
  }

  it('given seeds with faults, when they hold, then it says how much was covered, and one hash for all histories', async () => {
    const { exitCode, document } = await explored(...FEW, '--seed', '20')
    expect(exitCode).toBe(0)
    expect(document).toMatchObject({ scenario: 'flash-sale', firstSeed: '20', seeds: { planned: 3, done: 3, failed: 0 }, eventsPerSeed: 300, failures: [], verdict: 'pass' })
    const { covered, possible, pairs } = document.coverage
    expect(pairs).toHaveLength(possible)
    expect(pairs.filter(({ hits }: { hits: number }) => hits > 0)).toHaveLength(covered)
    expect(covered).toBeGreaterThan(5)

    const again = await explored(...FEW, '--seed', '20')
    expect(again.document.historiesSha256).toBe(document.historiesSha256)
    const others = await explored(...FEW, '--seed', '21')
    expect(others.document.historiesSha256).not.toBe(document.historiesSha256)
  })

  it('given a planted bug, when a seed finds it, then the smallest schedule comes as the command that repeats it', async () => {
    const { exitCode, document } = await explored('--seed', '1', '--seeds', '20', '--bug', 'dedupe-missed', '--json')
    expect(exitCode).toBe(99)
    const [{ invariants, faults, shrunk }] = document.failures
    expect(invariants.map(({ name }: { name: string }) => name)).toContain('duplicate_effects')
    expect(shrunk.faults.length).toBeLessThan(faults.length)
    expect(shrunk.events).toBeLessThan(2000)

    const [, ...words] = shrunk.command.split(' ').map((word: string) => word.replaceAll("'", ''))
    const repeated = await promo([...words, '--json'], { cwd })
    expect(repeated.exitCode).toBe(99)
    const { failures, seeds } = JSON.parse(repeated.stdout)
    expect(seeds).toEqual({ planned: 1, done: 1, failed: 1 })
    expect(failures[0].invariants.map(({ name }: { name: string }) => name)).toContain(shrunk.invariant)
    expect(failures[0].faults).toEqual(shrunk.faults)
  })

  it.each([
    ['flushed', ['--seed', '4', '--events', '1', '--fault', 'cache:flush@15s'], 'final_prices'],
    ['back as it was before', ['--seed', '1', '--fault', 'cache:restart@15900ms'], 'version_regressions'],
  ])('given a cache that is %s, then every invariant holds, unless nobody looks', async (_, flags, invariant) => {
    const steady = async (...more: readonly string[]) => promo(['explore', 'steady', ...flags, ...more, '--json'], { cwd })
    expect((await steady()).exitCode).toBe(0)
    const { exitCode, stdout } = await steady('--bug', 'loss-unnoticed')
    expect(exitCode).toBe(99)
    expect(JSON.parse(stdout).failures[0].invariants.map(({ name }: { name: string }) => name)).toContain(invariant)
  })

  it('shows people what it found, and every pair where they ask for it', async () => {
    const { exitCode, stdout } = await promo(['explore', 'steady', '--seed', '5', '--events', '200', '--fault', 'cache:down@5s+4s', '--coverage'], { cwd })
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^1 seed of steady from 5 on, [\d.]+ a second: pass\n {2}coverage {3}\d of \d\d pairs/)
    expect(stdout).toMatch(/\ncache:down +serve +[1-9]\d*\n/)
    expect(stdout).toMatch(/\nworker:kill +commit +0\n/)
  })

  it.each([
    [['--fault', 'cache:down@5s+4s', '--no-faults'], 'contradictory_flags'],
    [['--fault', 'worker.9:kill@5s+4s'], 'unknown_worker'],
    [['--bug', 'dedupe-mised'], 'unknown_bug'],
  ])('refuses %j as %s', async (flags, code) => {
    const { exitCode, document } = await explored(...flags, '--json')
    expect([exitCode, document.error.code]).toEqual([2, code])
    expect(document.error.fix).toMatch(/\w/)
  })
})
