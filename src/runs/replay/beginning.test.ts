import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partitionDir, segmentsOf } from '../../adapters/embedded/segment-files.ts'
import type { Checkpoint } from '../../engine/kernel/ports.ts'
import { writeSmallRecording } from '../../testing/small-recording.ts'
import { writeSnapshots } from '../../testing/write-snapshots.ts'
import { verify } from '../verify.ts'
import { takeOver } from './beginning.ts'
import type { ReplayDocument } from './conclude-replay.ts'
import { prepareReplay } from './prepare-replay.ts'
import { Recording } from './recording.ts'
import { replay } from './replay.ts'

const PARTITIONS = [0, 1, 2, 3, 4, 5, 6, 7]
/** Has the longest log. */
const LONGEST = 6
const EVERY_BATCHES = 3
const home = mkdtempSync(join(tmpdir(), 'promo-beginning-'))
const at = (...names: readonly string[]) => join(home, ...names)
const newFolder = () => mkdtempSync(at('x-'))
afterAll(() => rmSync(home, { recursive: true }))

const request = { source: '', from: ['-1'], to: [], topics: null, keys: null, types: null, speed: 'max' as const, maxGapMs: Infinity, isLoop: false, isCold: false, group: null, rules: null, isDiff: false, against: null, force: false }
const replayed = (source: string, out: string, changes: object = {}): Promise<ReplayDocument> =>
  replay({ prepared: prepareReplay({ ...request, source, out, ...changes }), command: 'promo replay', onProgress: () => {}, signal: new AbortController().signal })

/** A run of eight partitions and some hundred lines, with as many snapshots as a long one has. */
async function recording(name: string, change?: (checkpoint: Checkpoint) => Checkpoint): Promise<string> {
  cpSync(at('plain'), at(name), { recursive: true })
  for (const partition of PARTITIONS) for (const { path } of snapshotsOf(at(name), partition)) rmSync(path)
  await writeSnapshots(at(name), EVERY_BATCHES, change)
  return at(name)
}

const snapshotsOf = (run: string, partition: number) =>
  readdirSync(join(run, 'log', String(partition))).flatMap((name) => (/^snapshot-\d{20}\.bin$/.test(name) ? [{ path: join(run, 'log', String(partition), name), offset: Number(name.slice(9, 29)) }] : [])).sort((a, b) => a.offset - b.offset)
const logsOf = (run: string) => PARTITIONS.map((partition) => readFileSync(join(run, 'log', String(partition), `${'0'.repeat(20)}.jsonl`), 'utf8'))
const linesBefore = (log: string, offset: number) => log.split('\n').slice(0, offset).map((line) => `${line}\n`).join('')

let source = ''
let original: ReplayDocument
beforeAll(async () => {
  original = await replayed(resolve('fixtures/recordings/from-kafka'), at('plain'), { from: [] })
  source = await recording('run')
})

describe('a replay from the middle', () => {
  it('begins at the nearest snapshots, decides as recorded, and leaves a folder that can be judged as a whole', async () => {
    const before = logsOf(source)
    const { replay: facts, invariants, verdict, run } = await replayed(source, at('middle'))
    expect(facts.beganAt).toEqual(PARTITIONS.map((partition) => snapshotsOf(source, partition).findLast(({ offset }) => offset <= facts.spans[partition].from)?.offset ?? 0))
    expect([facts.identical, verdict, run.decisionsSha256, invariants.map(({ name }) => name)]).toEqual([true, 'pass', null, ['replay']])
    expect(facts.compared).toBeLessThan(original.replay.compared / 2)
    expect([logsOf(at('middle')), logsOf(source)]).toEqual([before, before])
    const { document } = await verify({ runDir: at('middle'), onProgress: () => {} })
    expect([document.verdict, document.run.decisionsSha256]).toEqual(['pass', original.run.decisionsSha256])
    const checked = (of: typeof document) => of.invariants.flatMap(({ name, checked: count }) => (name === 'reexecution' || name === 'replay' ? [] : [[name, count]]))
    expect(checked(document)).toEqual(checked(original))
  })

  it('given a state that is wrong in earnest, then the difference is told', async () => {
    const plusOne = (name: string, part: Float64Array | string) => (name === 'publish.items' && typeof part !== 'string' ? part.map((cell) => cell + 1) : part)
    const wrong = await recording('wrong', (checkpoint) => ({ ...checkpoint, parts: Object.fromEntries(Object.entries(checkpoint.parts).map(([name, part]) => [name, plusOne(name, part)])) }))
    const { replay: facts, verdict, exitCode } = await replayed(wrong, at('differs'))
    expect([facts.identical, verdict, exitCode, facts.difference?.place]).toEqual([false, 'fail', 99, expect.stringMatching(/^log\/\d batch /)])
  })

  it.each<[string, object, boolean]>([
    ['nothing else is asked for', {}, true],
    ['it has its own gaps', { speed: 2 }, true],
    ['other rules are to hold', { rules: at('rules.yaml') }, false],
    ['only a part is replayed', { types: ['sale'] }, false],
    ['it begins cold', { isCold: true }, false],
    ['sums are compared from the start on', { isDiff: true }, false],
  ])('given that %s, then what stands before it may be taken over, or not', (_, changes, takesOver) => {
    writeFileSync(at('rules.yaml'), 'policy: { floorMarginBps: 4000 }\n')
    expect(prepareReplay({ ...request, source, out: newFolder(), ...changes }).takesOver).toBe(takesOver)
  })
})

describe('a replay of a run that has lost the end of its log', () => {
  it.each<[string, (dir: string) => void]>([
    ['half of a partition', (dir) => truncateSync(join(dir, `${'0'.repeat(20)}.jsonl`), statSync(join(dir, `${'0'.repeat(20)}.jsonl`)).size >> 1)],
    ['all of a partition', (dir) => rmSync(dir, { recursive: true })],
  ])('given that it is %s, then the digest that the run had tells', async (_, lose) => {
    const short = newFolder()
    cpSync(at('plain'), short, { recursive: true })
    lose(join(short, 'log', String(LONGEST)))
    const { replay: facts, invariants, exitCode } = await replayed(short, newFolder(), { from: [] })
    expect([facts.identical, facts.isShort, facts.difference, exitCode]).toEqual([false, true, null, 99])
    expect(invariants.find(({ name }) => name === 'replay')).toMatchObject({ status: 'fail', examples: [{ decisionsSha256: original.run.decisionsSha256 }] })
  })
})

describe('what stands before a snapshot', () => {
  it('is taken over up to there, with the snapshots', () => {
    const outDir = newFolder()
    const beganAt = takeOver(Recording.open(source), LONGEST, { from: 100, outDir })
    expect([beganAt, Math.max(...snapshotsOf(outDir, LONGEST).map(({ offset }) => offset))]).toEqual([snapshotsOf(source, LONGEST).findLast(({ offset }) => offset <= 100)!.offset, beganAt])
    expect(readFileSync(join(outDir, 'log', String(LONGEST), `${'0'.repeat(20)}.jsonl`), 'utf8')).toBe(linesBefore(logsOf(source)[LONGEST], beganAt))
  })

  it('is a copy where the replay goes on writing', () => {
    const [before, outDir] = [logsOf(source), newFolder()]
    takeOver(Recording.open(source), LONGEST, { from: 100, outDir })
    writeFileSync(join(outDir, 'log', String(LONGEST), `${'0'.repeat(20)}.jsonl`), 'something else')
    expect(logsOf(source)).toEqual(before)
  })

  it('is linked where nobody writes any more, and not read', async () => {
    const [small, outDir] = [newFolder(), newFolder()]
    await writeSmallRecording(small)
    await writeSnapshots(small, EVERY_BATCHES)
    const beganAt = takeOver(Recording.open(small), 0, { from: 50, outDir })
    const segments = segmentsOf(partitionDir(outDir, 0))
    expect(segments.length).toBeGreaterThan(3)
    expect(segments.map(({ path }) => statSync(path).nlink)).toEqual([...segments.slice(1).map(() => 2), 1])
    const [taken, all] = [outDir, small].map((run) => segmentsOf(partitionDir(run, 0)).map(({ path }) => readFileSync(path, 'utf8')).join(''))
    expect(taken).toBe(linesBefore(all, beganAt))
  })

  it('is less where the nearest one has a wrong byte, and nothing where all have', async () => {
    const damaged = await recording('damaged')
    const begins = snapshotsOf(damaged, LONGEST).toReversed().map(({ path, offset }) => {
      const beganAt = takeOver(Recording.open(damaged), LONGEST, { from: Infinity, outDir: newFolder() })
      flip(path)
      return beganAt - offset
    })
    expect([begins.length > 2, new Set(begins)]).toEqual([true, new Set([0])])
    expect(takeOver(Recording.open(damaged), LONGEST, { from: Infinity, outDir: newFolder() })).toBe(0)
  })

  it('is nothing where the snapshots are of another log', async () => {
    const foreign = await recording('foreign', (checkpoint) => ({ ...checkpoint, now: checkpoint.now - 1 }))
    expect(takeOver(Recording.open(foreign), LONGEST, { from: 100, outDir: newFolder() })).toBe(0)
  })
})

function flip(path: string): void {
  const bytes = readFileSync(path)
  bytes[Math.floor(statSync(path).size / 2)] ^= 0xff
  writeFileSync(path, bytes)
}
