import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linesOf, partitionDir, segmentsOf } from '../adapters/embedded/segment-files.ts'
import { topicOfLine } from '../adapters/kafka/topics.ts'
import { OUTPUT_TOPICS } from '../adapters/output-topics.ts'
import type { RunDocument } from '../reports/run-document.ts'
import { postgresUrl } from '../runs/stack/health.ts'
import { brokenInvariants } from '../testing/broken-invariants.ts'
import { testBrokers } from '../testing/kafka-world.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'
import { testServer } from '../testing/real-servers.ts'

const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
const PARTITIONS = 8
const SMALL = ['steady', '--rate', '200', '--skus', '100', '--stores', '2']
const SERVERS = ['--brokers', testBrokers().join(','), '--redis', `redis://${testServer('redis')}`, '--postgres', postgresUrl(testServer('postgres'))]
const count = ({ metrics }: RunDocument, name: string): number => (metrics[name].values as { count: number }).count

/** Everything that was sent to a partition, in no particular order: topics interleave as they are read. */
function inputsIn(cwd: string, partition: number): readonly string[] {
  const run = join(cwd, '.promo/runs', readdirSync(join(cwd, '.promo/runs'))[0])
  const lines = segmentsOf(partitionDir(run, partition)).flatMap(({ path }) => [...linesOf(path)].flatMap((chunk) => chunk.lines))
  const outputs = new Set<string | undefined>([...OUTPUT_TOPICS, 'order'])
  return lines.filter((line) => !outputs.has(topicOfLine(line))).toSorted()
}

/** A `promo` that goes on beside the test; what it has said by now. */
class Running {
  readonly #child: ChildProcess
  readonly ended: Promise<number | null>
  said = ''

  constructor(args: readonly string[], cwd: string) {
    this.#child = spawn(process.execPath, [BIN, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) stream.setEncoding('utf8').on('data', (text: string) => (this.said += text))
    this.ended = new Promise((resolve) => this.#child.once('close', resolve))
  }

  async says(wanted: RegExp): Promise<void> {
    while (!wanted.test(this.said) && this.#child.exitCode === null) await setTimeout(20)
    expect(this.said).toMatch(wanted)
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }
}

describe('two workers and two generators', () => {
  const [cwd, alone] = [emptyFolder(), emptyFolder()]
  const length = ['--duration', '5s', '--json']
  let document: RunDocument
  afterAll(() => [cwd, alone].forEach((folder) => rmSync(folder, { recursive: true })))

  beforeAll(async () => {
    const flags = ['--target', 'kafka', ...SERVERS, '--create-topics', '--topic-prefix', `scale-${randomUUID()}.`, '--workers', '2', '--generators', '2']
    document = JSON.parse((await promo(['simulate', ...SMALL, ...length, ...flags], { cwd })).stdout)
    await promo(['simulate', ...SMALL, ...length], { cwd: alone })
  }, 240_000)

  it('given they share a run, when it is judged, then every invariant holds and every event was decided', () => {
    expect(brokenInvariants(document)).toEqual([])
    expect([count(document, 'events_sent'), count(document, 'events_processed')]).toEqual([1000, 1000])
    expect(count(document, 'decision_latency') + count(document, 'events_folded')).toBe(1000)
  })

  it('given one process sends the same scenario, when the inputs are compared, then they are the same lines', () => {
    const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition)
    expect(partitions.map((partition) => inputsIn(cwd, partition))).toEqual(partitions.map((partition) => inputsIn(alone, partition)))
  })
})

describe('workers that come and go while traffic runs', () => {
  const cwd = emptyFolder()
  const prefix = `scale-${randomUUID()}.`
  const start = (args: readonly string[]): Running => new Running(args, cwd)
  const worker = (): Running => start(['worker', '--topic-prefix', prefix, ...SERVERS])
  let document: RunDocument
  let run: Running
  let [first, second, third]: Running[] = []
  let takenOverMs = 0
  let cleanExit: number | null = null
  let [rival, rivalExit]: [Running?, (number | null)?] = []
  afterAll(() => rmSync(cwd, { recursive: true }))

  beforeAll(async () => {
    const out = join(cwd, 'run.json')
    run = start(['simulate', ...SMALL, '--duration', '45s', '--target', 'kafka', ...SERVERS, '--create-topics', '--topic-prefix', prefix, '--external', '--workers', '2', '--no-ui', '--report', `json=${out}`])
    ;[first, second] = [worker(), worker()]
    const generator = start(['generate', '--topic-prefix', prefix, ...SERVERS])
    await run.says(/\/s sent/)
    rival = start(['generate', '--topic-prefix', prefix, ...SERVERS])
    rivalExit = await rival.ended
    third = worker()
    await third.says(/^partitions \d/m)
    first.signal('SIGTERM')
    cleanExit = await first.ended
    await third.says(/^partitions \d, \d, \d, \d$/m)
    second.signal('SIGKILL')
    const killedAt = performance.now()
    await third.says(/^partitions 0, 1, 2, 3, 4, 5, 6, 7$/m)
    takenOverMs = performance.now() - killedAt
    await Promise.all([run.ended, generator.ended])
    document = JSON.parse(await (await import('node:fs/promises')).readFile(out, 'utf8'))
  }, 300_000)

  it('given a third one joins, when partitions are dealt anew, then it gets its share', () => {
    expect(third.said).toMatch(/^partitions \d(, \d)?$/m)
  })

  it('given a segment has its generator, when another one comes for it, then that one is refused and sends nothing', () => {
    expect([rivalExit, rival?.said]).toEqual([2, expect.stringMatching(/segment 1\/1 is sent by process \d+ on /)])
  })

  it('given one is asked to end, when it hands its partitions over, then it ends well', () => {
    expect([cleanExit, first.said]).toEqual([0, expect.stringMatching(/done: [\d,]+ decisions/)])
  })

  // It is to take the session timeout and 3 s; how long it takes on a machine at work is not for a test to say.
  it('given one is killed, when its session has timed out, then the other has its partitions', () => {
    expect(takenOverMs).toBeLessThan(60_000)
  })

  it('given all that, when the run is judged, then nothing is lost, doubled or stale', () => {
    expect(brokenInvariants(document)).toEqual([])
    expect(count(document, 'events_sent')).toBe(9000)
  })

  it('given one vanished, when the run ends, then it says that some of its numbers are missing', () => {
    expect(run.said).toMatch(/A worker \(process \d+ on \S+\) vanished; what it had decided since its last report is missing/)
  })
})
