import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyFolder, promo } from '../testing/promo-cli.ts'
import { warmPromo } from '../testing/warm-cli.ts'

describe('promo replay', () => {
  let cwd = ''
  beforeAll(() => {
    cwd = emptyFolder()
    cpSync(resolve('fixtures/recordings/kettles'), join(cwd, 'kettles'), { recursive: true })
    writeFileSync(join(cwd, 'mended.jsonl'), '')
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  it.each<[args: readonly string[], error: object]>([
    [['--speed', '0x'], { place: '--speed', value: '0x', rule: expect.stringContaining('more than 0') }],
    [['--speed', 'Infinityx'], { place: '--speed', value: 'Infinityx', fix: 'write for example --speed 2x' }],
    [['--speed', '2'], { place: '--speed', fix: 'did you mean 2x?' }],
    [['--from', '-10m'], { code: 'bad_offset', place: '--from', value: '-10m', fix: 'did you mean @-10m?' }],
    [['--send-only'], { code: 'flag_without_target', place: '--send-only', fix: 'add --target kafka, or leave it out' }],
    [['--loop', '--target', 'kafka'], { code: 'contradiction', place: '--loop' }],
    [['--repairs', 'mended.jsonl'], { code: 'contradiction', place: '--repairs', fix: 'add --topic dead_letters, or leave it out' }],
    [['--topic', 'dead_letters', '--from', '+1'], { code: 'contradiction', place: '--from', fix: 'leave out --from' }],
    [['--topic', 'dead_letters', '--loop'], { code: 'contradiction', place: '--loop' }],
  ])('refuses %j, and leaves nothing behind', async (args, error) => {
    const before = readdirSync(cwd)
    const { exitCode, stdout } = await warmPromo(['replay', 'kettles', ...args, '--json'], { cwd })
    expect([exitCode, JSON.parse(stdout)]).toEqual([2, expect.objectContaining({ error: expect.objectContaining(error), exitCode: 2 })])
    expect([readdirSync(cwd), existsSync(join(cwd, '.promo/runs'))]).toEqual([before, false])
  })

  it('given a filter that fits nothing, then nobody is told that it passed', async () => {
    const { exitCode, stdout } = await promo(['replay', 'kettles', '--key', 'NOPE*', '--out', 'nothing', '--quiet'], { cwd })
    expect(exitCode).toBe(99)
    expect(stdout).toContain('no record of the traffic passed --key NOPE*')
    expect(stdout).toContain('verdict: unknown')
  })
})
