import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyFolder, promo } from '../testing/promo-cli.ts'
import { warmPromo } from '../testing/warm-cli.ts'

const FEW = ['--events', '200', '--seeds', '2', '--json']

describe('promo explore', () => {
  let cwd = ''
  beforeAll(() => {
    cwd = emptyFolder()
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  const explored = async (...args: readonly string[]) => {
    const { exitCode, stdout } = await warmPromo(['explore', 'flash-sale', ...args], { cwd })
    return { exitCode, document: JSON.parse(stdout) }
  }

  it('given seeds with faults, when they hold, then it says how much was covered, and one hash for all histories', async () => {
    const { exitCode, document } = await explored(...FEW, '--seed', '20')
    expect(exitCode).toBe(0)
    expect(document).toMatchObject({ scenario: 'flash-sale', firstSeed: '20', seeds: { planned: 2, done: 2, failed: 0 }, eventsPerSeed: 200, failures: [], verdict: 'pass' })
    const { covered, possible, pairs } = document.coverage
    expect(pairs).toHaveLength(possible)
    expect(pairs.filter(({ hits }: { hits: number }) => hits > 0)).toHaveLength(covered)
    expect(covered).toBeGreaterThan(5)

    const again = JSON.parse((await promo(['explore', 'flash-sale', ...FEW, '--seed', '20'], { cwd })).stdout)
    expect(again.historiesSha256).toBe(document.historiesSha256)
    const others = await explored(...FEW, '--seed', '21')
    expect(others.document.historiesSha256).not.toBe(document.historiesSha256)
  })

  it('shows people what it found, and every pair where they ask for it', async () => {
    const { exitCode, stdout } = await warmPromo(['explore', 'steady', '--seed', '5', '--events', '200', '--fault', 'cache:down@5s+4s', '--coverage'], { cwd })
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
