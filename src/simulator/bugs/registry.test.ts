import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CHECKS } from '../../checks/registry.ts'
import { seedsUntilCaught } from '../../testing/bug-hunt.ts'
import { SEEDED_BUGS } from './registry.ts'

const BUGS = Object.values(SEEDED_BUGS)
const BUGS_MIN = 40
const SEEDS_MAX = 32

/** One of each family; all of them are hunted in registry.slow.test.ts. */
const FIRST_OF_EACH = Object.keys(CHECKS).map((name) => [name, BUGS.find(({ caughtBy }) => caughtBy === name)!] as const)

describe('given the registry of seeded bugs', () => {
  it('when they are counted, then there are enough, each under its own name', () => {
    expect(BUGS.length).toBeGreaterThanOrEqual(BUGS_MIN)
    expect(BUGS.map(({ name }) => name)).toEqual(Object.keys(SEEDED_BUGS))
    expect(new Set(BUGS.map(({ summary }) => summary)).size).toBe(BUGS.length)
  })

  it('when the invariants are gone through, then each has a bug that it must catch', () => {
    const unwatched = Object.keys(CHECKS).filter((name) => !BUGS.some(({ caughtBy }) => caughtBy === name))
    expect(unwatched).toEqual([])
    expect(BUGS.filter(({ caughtBy }) => !(caughtBy in CHECKS))).toEqual([])
  })
})

describe('given the page about the checks', () => {
  it('when it is read, then it names every invariant, and every bug beside its own', () => {
    const page = readFileSync(new URL('../../../docs/checks.md', import.meta.url), 'utf8')
    const rows = page.split('\n').filter((line) => line.startsWith('| `'))
    const rowOf = (name: string, part: string) => rows.find((row) => row.startsWith(`| \`${name}\``) && row.includes(part))
    expect(Object.keys(CHECKS).filter((name) => !rowOf(name, ''))).toEqual([])
    expect(BUGS.filter(({ name, caughtBy }) => !rowOf(caughtBy, `\`${name}\``)).map(({ name }) => name)).toEqual([])
  })
})

describe('given a world with one bug', () => {
  it.each(FIRST_OF_EACH)('when seeds are tried, then %s catches the first bug that is named for it', async (_, bug) => {
    expect(await seedsUntilCaught(bug, SEEDS_MAX)).not.toBeNull()
  })
})
