import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyFolder } from '../testing/promo-cli.ts'
import { warmPromo } from '../testing/warm-cli.ts'

describe('promo record, of a file', () => {
  let cwd = ''
  beforeAll(() => {
    cwd = emptyFolder()
    mkdirSync(join(cwd, 'run'))
    writeFileSync(join(cwd, 'run/scenario.json'), '{}')
    writeFileSync(join(cwd, 'events.txt'), '{"type":"sale"}\n')
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  it.each<[args: readonly string[], exitCode: number, error: object]>([
    [['--import', 'events.txt', '--out', 'x'], 2, { code: 'missing_flag', place: '--format', fix: 'write --format kcat' }],
    [['--import', 'events.txt', '--format', 'jsonl', '--topic', 'sales', '--out', 'x'], 2, { code: 'contradiction', place: '--topic' }],
    [['--import', 'events.txt', '--format', 'jsonl', '--out', 'x'], 104, { code: 'bad_time', place: 'events.txt:1:1' }],
    [['--check', 'run', '--out', 'x'], 2, { code: 'contradiction', place: '--out', fix: 'leave out --out, or --check' }],
    [['--check', 'run'], 104, { code: 'not_a_recording', value: 'run', fix: expect.stringContaining('promo verify run') }],
  ])('answers %j in one document', async (args, exitCode, error) => {
    const made = await warmPromo(['record', ...args, '--json'], { cwd })
    expect([made.exitCode, JSON.parse(made.stdout).error]).toEqual([exitCode, expect.objectContaining(error)])
  })
})
