import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkRecording } from '../runs/record/check-recording.ts'
import { promo } from '../testing/promo-cli.ts'

const FIXTURES = resolve('fixtures/recordings')
/** Of a run on real brokers, from its topics (promo record); its own verdict has the same. */
const FROM_KAFKA_SHA256 = '53149161994ee1d8b4f9c1d4025b450f9e80a43ba3c2c8f4fa92e3b41a9c7024'
const KETTLES_SHA256 = 'ec7dea21db702991c214d1f12bba94c4595c3cfee171b4df94d54b22602061ae'

describe('the recordings in fixtures/', () => {
  let cwd = ''
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'promo-recordings-'))
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  const run = async (...args: readonly string[]) => {
    const { exitCode, stdout } = await promo([...args, '--json'], { cwd })
    return { exitCode, ...JSON.parse(stdout) }
  }

  it('given one from Kafka topics, then a replay gives the digest that the run had, and every decision as recorded', async () => {
    const replayed = await run('replay', join(FIXTURES, 'from-kafka'), '--out', 'from-kafka', '--no-ui')
    expect(replayed).toMatchObject({ exitCode: 0, run: { decisionsSha256: FROM_KAFKA_SHA256 }, replay: { identical: true, events: 236 } })
  })

  it('given one of a file of events, then a replay gives the golden decisions', async () => {
    const replayed = await run('replay', join(FIXTURES, 'kettles'), '--out', 'kettles-run', '--no-ui')
    expect(replayed).toMatchObject({ exitCode: 0, run: { decisionsSha256: KETTLES_SHA256 }, replay: { identical: null } })
    expect(decisionsIn(join(cwd, 'kettles-run'))).toBe(readFileSync(join(FIXTURES, 'goldens/kettles.jsonl'), 'utf8'))
  })

  it('given a cold start late in it, then its partitions have ticked until then', async () => {
    const cold = await run('replay', join(FIXTURES, 'kettles'), '--cold', '--from', '@-1s', '--out', 'cold', '--no-ui')
    expect([cold.exitCode, cold.verdict, cold.replay.otherwise]).toEqual([0, 'pass', 'none are in this recording'])
  })

  it('given the file itself, then it becomes that recording again, byte for byte', async () => {
    expect(await run('record', '--import', join(FIXTURES, 'kettles.jsonl'), '--out', 'kettles')).toMatchObject({ exitCode: 0, recording: { records: 66, order: 'merged' } })
    const files = (dir: string) => readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.jsonl')).sort()
    const logOf = (dir: string) => files(join(dir, 'log')).map((path) => [path, readFileSync(join(dir, 'log', path), 'utf8')])
    expect(logOf(join(cwd, 'kettles'))).toEqual(logOf(join(FIXTURES, 'kettles')))
  })

  it('given one without decisions, then it is not judged as if they were lost', async () => {
    expect(await run('verify', join(FIXTURES, 'kettles'))).toMatchObject({ exitCode: 104, error: { code: 'no_decisions', fix: expect.stringContaining('promo replay') } })
  })

  it('is as it was written, every file of it', async () => {
    expect(checkRecording(join(FIXTURES, 'kettles'))).toMatchObject({ records: 66 })
    expect(await run('record', '--check', join(FIXTURES, 'from-kafka'))).toMatchObject({ exitCode: 0, recording: { isChecked: true, records: 236 } })
  })
})

/** Of all partitions, in their order. */
function decisionsIn(runDir: string): string {
  const logs = Array.from({ length: 8 }, (_, partition) => join(runDir, 'log', String(partition)))
  const segments = logs.flatMap((log) => readdirSync(log).filter((name) => name.endsWith('.jsonl')).sort().map((name) => readFileSync(join(log, name), 'utf8')))
  return segments.join('').split('\n').filter((line) => line.startsWith('{"topic":"pricing_decisions"')).map((line) => `${line}\n`).join('')
}
