import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyFolder, promo } from '../testing/promo-cli.ts'

describe('promo explore, where a bug is planted', () => {
  let cwd = ''
  beforeAll(() => {
    cwd = emptyFolder()
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  it('given a planted bug, when a seed finds it, then the smallest schedule comes as the command that repeats it', async () => {
    const { exitCode, stdout } = await promo(['explore', 'flash-sale', '--seed', '1', '--seeds', '20', '--bug', 'dedupe-missed', '--json'], { cwd })
    expect(exitCode).toBe(99)
    const [{ invariants, faults, shrunk }] = JSON.parse(stdout).failures
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
})
