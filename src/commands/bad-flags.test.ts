import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expectAnswer, MISTAKES, wordsOf } from '../testing/bad-flags.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'
import { warmPromo } from '../testing/warm-cli.ts'

let cwd = ''
beforeEach(() => {
  cwd = emptyFolder()
})
afterEach(() => rmSync(cwd, { recursive: true }))

it.each(MISTAKES)('$shown is answered with place, value, rule and fix, and nothing is written', async (mistake) => {
  expectAnswer(mistake, await warmPromo([...wordsOf(mistake), '--json'], { cwd, env: mistake.env }))
  expect(readdirSync(cwd)).toEqual([])
})

/** From an unknown word to the search for a run; bad-flags.slow.test.ts gives each mistake a process of its own, and measures its time too. */
it.each(['simulat flash-sale', 'simulate steady --rate=0', 'simulate steady --fault cache:dwn', 'verify last'])('promo %s is answered in 200 MB by a process of its own', async (args) => {
  const mistake = MISTAKES.find((each) => each.args === args)!
  const answer = await promo([...wordsOf(mistake), '--json'], { cwd })
  expectAnswer(mistake, answer)
  expect(answer.memoryMbMax).toBeLessThan(200)
})

describe('an output folder', () => {
  const simulate = (out: string, ...more: readonly string[]) => warmPromo(['simulate', 'steady', '-d', '1s', '--rate', '10', '--out', out, ...more], { cwd })

  it('that is a file is refused', async () => {
    writeFileSync(join(cwd, 'taken'), 'mine')
    const { exitCode, stderr } = await simulate('taken')
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--out: taken is not a folder')])
  })

  it('below a file is refused', async () => {
    writeFileSync(join(cwd, 'taken'), 'mine')
    const { exitCode, stderr } = await simulate('taken/run')
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--out: ')])
    expect(readdirSync(cwd)).toEqual(['taken'])
  })

  it('that holds something is refused, with --force too', async () => {
    mkdirSync(join(cwd, 'work'))
    writeFileSync(join(cwd, 'work/thesis.txt'), 'mine')
    for (const flags of [[], ['--force']]) {
      const { exitCode, stderr } = await simulate('work', ...flags)
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('work holds something that is no run')])
    }
    expect(readdirSync(join(cwd, 'work'))).toEqual(['thesis.txt'])
  })

  it('with an earlier run is refused without --force', async () => {
    mkdirSync(join(cwd, 'earlier'))
    writeFileSync(join(cwd, 'earlier/scenario.json'), '{}')
    const { exitCode, stderr } = await simulate('earlier')
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('add --force to replace it')])
  })

  // Root may write anywhere.
  it.skipIf(process.getuid?.() === 0)('that nobody may write to is refused', async () => {
    mkdirSync(join(cwd, 'closed'))
    chmodSync(join(cwd, 'closed'), 0o555)
    const { exitCode, stderr } = await simulate('closed/run')
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('you may not write')])
  })
})
