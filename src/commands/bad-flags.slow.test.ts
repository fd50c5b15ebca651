import { readdirSync, rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { expectAnswer, MISTAKES, wordsOf } from '../testing/bad-flags.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'

let cwd = ''
beforeEach(() => {
  cwd = emptyFolder()
})
afterEach(() => rmSync(cwd, { recursive: true }))

it.each(MISTAKES)('$shown is answered in a second and 200 MB by a process of its own, and nothing is written', async (mistake) => {
  const answer = await promo([...wordsOf(mistake), '--json'], { cwd, env: mistake.env })
  expectAnswer(mistake, answer)
  expect(readdirSync(cwd)).toEqual([])
  expect(answer.cpuMs).toBeLessThan(1000)
  expect(answer.memoryMbMax).toBeLessThan(200)
})
