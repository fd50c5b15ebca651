import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyFolder, promo } from '../testing/promo-cli.ts'

const LONGEST_MS = 210_000

let cwd = ''
beforeAll(() => {
  cwd = emptyFolder()
})
afterAll(() => rmSync(cwd, { recursive: true }))

it('the whole demo runs unattended, and its canary fails', { timeout: LONGEST_MS }, async () => {
  const { exitCode, stdout, elapsedMs } = await promo(['demo', '--auto', '--json'], { cwd })
  const { acts } = JSON.parse(stdout)
  expect(exitCode).toBe(0)
  expect(acts.map(({ name, endedAsItShould }: { name: string; endedAsItShould: boolean }) => [name, endedAsItShould])).toEqual([['flash-sale', true], ['bad-cost', true], ['canary', true]])
  expect(acts.at(-1).verdict).toBe('fail')
  expect(elapsedMs).toBeLessThan(LONGEST_MS)
})
