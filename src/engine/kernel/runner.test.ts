import { describe, expect, test } from 'vitest'
import { ModelCheckpoints } from '../../simulator/model-checkpoints.ts'
import { OwnedLog } from '../../testing/owned-log.ts'
import { VirtualClock } from '../../simulator/virtual-clock.ts'
import { BoltCrash, NO_FAULTS, type Clock, type CrashPoint, type EventLog, type FaultDriver, type Lease } from './ports.ts'
import type { Program, Step } from './program.ts'
import { PartitionRunner } from './runner.ts'

const START = 1_795_840_200_000
const OPTIONS = { partition: 3, leaseMs: 5000, renewLeaseMs: 1000, checkpointEveryMs: 2000 }

/** A sum that shows in every line: a lost, doubled or reordered input changes all that follows. */
class RunningSum implements Program<string> {
  #sum = Float64Array.of(0)
  readonly #fall: () => void

  constructor(fall: () => void = () => {}) {
    this.#fall = fall
  }

  step(records: readonly string[], firstOffset: number, batch: number, now: number): Step<string> {
    const lines = records.map((record, index) => `{"topic":"sums","cause":${firstOffset + index},"sum":${(this.#sum[0] = this.#sum[0] * 3 + Number(record))},"now":${now}}`)
    this.#fall()
    return { lines: records.length > 0 ? lines : [`{"topic":"sums","cause":"t${batch}","sum":${this.#sum[0]}}`], extra: '', outputs: lines, counts: new Map(), samples: {} }
  }

  due = (): boolean => false

  standing(from: number): readonly string[] | undefined {
    return from === 0 ? [String(this.#sum[0])] : undefined
  }

  save() {
    return { 'sum.total': this.#sum.slice() }
  }

  load(saved: Record<string, Float64Array | string>): void {
    this.#sum = Float64Array.from(saved['sum.total'] as Float64Array)
  }
}

/** Of all inputs. */
const sumsOf = (lines: readonly string[]): number[] => lines.filter((line) => line.includes('"cause":') && !line.includes('"cause":"t')).map((line) => JSON.parse(line).sum)

interface Published {
  readonly output: string
  /** Whether the log held the line already. */
  readonly committed: boolean
}

/** A runner on models, with everything it told anybody. */
class RunnerWorld {
  readonly clock = new VirtualClock(START)
  readonly log = new OwnedLog({ batchRecordsMax: 4 })
  readonly checkpoints = new ModelCheckpoints()
  readonly published: Published[] = []
  readonly leases: { readonly lease: Lease; readonly at: number }[] = []
  readonly crashes: BoltCrash[] = []
  readonly recovered: number[] = []
  runner = this.open()

  open({ log = this.log, clock = this.clock, faults = NO_FAULTS, fall }: { log?: EventLog; clock?: Clock; faults?: FaultDriver; fall?: () => void } = {}): PartitionRunner<string> {
    const projection = { apply: async (outputs: readonly string[], lease: Lease) => this.#publish(outputs, lease) }
    const observer = { committed: () => {}, crashed: (crash: BoltCrash) => void this.crashes.push(crash), recovered: (batches: number) => void this.recovered.push(batches) }
    return new PartitionRunner(() => new RunningSum(fall), { clock, log, checkpoints: this.checkpoints, projections: [projection], faults }, OPTIONS, observer)
  }

  #publish(outputs: readonly string[], lease: Lease): void {
    this.leases.push({ lease, at: this.clock.now() })
    for (const output of outputs) this.published.push({ output, committed: this.log.lines.includes(output) })
  }

  /** Ten rounds of traffic with pauses between them, to the last record. */
  async drive(): Promise<void> {
    for (let round = 0; round < 10; round++) {
      for (let sent = 0; sent <= round; sent++) this.log.send(String(round * 10 + sent))
      this.clock.advance(300)
      await this.settle()
    }
  }

  async settle(): Promise<void> {
    while ((await this.runner.poll()) >= 0);
  }

  nowsOfBatches(): number[] {
    return this.log.lines.filter((line) => line.startsWith('{"topic":"order"')).map((line) => JSON.parse(line).now)
  }
}

async function undisturbed(): Promise<RunnerWorld> {
  const world = new RunnerWorld()
  await world.drive()
  return world
}

/** Throws once, the `nth` time that the point is reached. */
function crashAt(point: CrashPoint, nth: number): { readonly faults: FaultDriver; readonly fall: () => void } {
  let left = nth
  const reach = (reached: CrashPoint) => {
    if (reached === point && left-- === 0) throw new BoltCrash('sum', `at ${point}`)
  }
  return { faults: { reach }, fall: () => reach('compute') }
}

describe('a crash', () => {
  const nths = [0, 1, 2, 5, 9, 14]
  const cases = (['read', 'compute', 'commit', 'publish'] as const).flatMap((point) => nths.map((nth) => ({ point, nth })))

  test.each(cases)('at $point, turn $nth, leaves the log as if there had been none', async ({ point, nth }) => {
    const world = new RunnerWorld()
    world.runner = world.open(crashAt(point, nth))
    await world.drive()
    expect(world.crashes.map(({ message }) => message)).toEqual([`bolt sum crashed: at ${point}`])
    expect(world.log.lines).toEqual((await undisturbed()).log.lines)
    expect([...new Set(world.published.map(({ output }) => output))]).toEqual((await undisturbed()).published.map(({ output }) => output))
    expect(world.published.every(({ committed }) => committed)).toBe(true)
  })

  test('before the commit is mended from the checkpoint on, and not from the beginning', async () => {
    const world = new RunnerWorld()
    world.runner = world.open(crashAt('commit', 14))
    await world.drive()
    expect(world.recovered[0]).toBeGreaterThan(0)
    expect(world.recovered[0]).toBeLessThan(14)
  })

  test('is the only thing that is mended: any other error goes to the caller', async () => {
    const world = new RunnerWorld()
    world.runner = world.open({ fall: () => { throw new TypeError('a bug') } })
    world.log.send('1')
    await expect(world.runner.poll()).rejects.toThrow('a bug')
    expect(world.crashes).toEqual([])
  })
})

describe('publishing', () => {
  test('shows nothing before its commit', async () => {
    const world = await undisturbed()
    expect(world.published.length).toBe(55)
    expect(world.published.every(({ committed }) => committed)).toBe(true)
  })

  test('does not happen where the commit fails', async () => {
    const world = new RunnerWorld()
    const full: EventLog = { take: () => world.log.take(), commit: () => Promise.reject(new Error('disk full')), committed: (offset) => world.log.committed(offset) }
    world.runner = world.open({ log: full })
    world.log.send('1')
    await expect(world.runner.poll()).rejects.toThrow('disk full')
    expect([world.published, world.leases]).toEqual([[], []])
  })
})

describe('the lease', () => {
  test('is renewed every second by a tick where nothing happens', async () => {
    const world = new RunnerWorld()
    for (let elapsed = 0; elapsed < 10_000; elapsed += 100) {
      await world.settle()
      world.clock.advance(100)
    }
    expect(world.leases.map(({ at }) => at - START)).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000])
    for (const { lease, at } of world.leases) expect(lease).toMatchObject({ partition: 3, untilMs: at + 5000 })
    expect(world.nowsOfBatches()).toEqual(world.leases.map(({ at }) => at))
  })

  test('is renewed by traffic as well, so that a tick comes only a second after it', async () => {
    const world = new RunnerWorld()
    world.log.send('1')
    await world.settle()
    world.clock.advance(700)
    world.log.send('2')
    await world.settle()
    world.clock.advance(999)
    expect(await world.runner.poll()).toBe(-1)
    world.clock.advance(1)
    expect(await world.runner.poll()).toBe(0)
  })

  test.each(['take', 'commit'] as const)('is not renewed by a worker that is stuck in %s', async (stuckIn) => {
    const world = new RunnerWorld()
    let stuck = false
    const log: EventLog = {
      take: () => (stuck && stuckIn === 'take' ? new Promise(() => {}) : world.log.take()),
      commit: (commit) => (stuck && stuckIn === 'commit' ? new Promise(() => {}) : world.log.commit(commit)),
      committed: (offset) => world.log.committed(offset),
    }
    world.runner = world.open({ log })
    await world.settle()
    stuck = true
    world.clock.advance(2000)
    const poll = world.runner.poll().then(() => 'done')
    for (let second = 0; second < 10; second++) {
      world.clock.advance(1000)
      expect(await Promise.race([poll, new Promise((resolve) => setImmediate(resolve, 'stuck'))])).toBe('stuck')
    }
    expect(world.leases.map(({ lease }) => lease.untilMs)).toEqual([START + 5000])
  })
})

describe('recorded time', () => {
  test('never falls, whatever the clock does', async () => {
    const world = new RunnerWorld()
    const times = [0, 500, 200, 700, -1000, 701]
    let now = START
    world.runner = world.open({ clock: { now: () => now } })
    for (const offset of times) {
      now = START + offset
      world.log.send('1')
      await world.runner.poll()
    }
    expect(world.nowsOfBatches().map((at) => at - START)).toEqual([0, 500, 500, 700, 700, 701])
  })

  test.each([[0, 'some batches'], [1, 'none']])('goes on where the log ends, also in another process (%i: behind its checkpoint stand %s)', async (atEnd) => {
    const world = await undisturbed()
    if (atEnd) await world.runner.checkpoint()
    const last = world.nowsOfBatches().at(-1)!
    world.runner = world.open({ clock: new VirtualClock(START) })
    await world.runner.recover()
    world.log.send('1')
    await world.settle()
    expect(world.nowsOfBatches().at(-1)).toBeGreaterThanOrEqual(last)
  })
})

describe('another process', () => {
  test('goes on as if there had been one', async () => {
    const [world, whole] = [new RunnerWorld(), await undisturbed()]
    for (const restartAfter of [3, 7]) {
      for (let turn = 0; turn < restartAfter; turn++) await world.runner.poll()
      world.runner = world.open()
      await world.runner.recover()
    }
    await world.drive()
    expect(sumsOf(world.log.lines)).toEqual(sumsOf(whole.log.lines))
  })

  test('says with each lease which one came before it, also where it goes on from a snapshot', async () => {
    const world = await undisturbed()
    const untilMs = world.leases.map(({ lease }) => lease.untilMs)
    expect(world.leases.map(({ lease }) => lease.previousMs)).toEqual([0, ...untilMs.slice(0, -1)])

    const [before, saved] = [world.leases.length, await world.checkpoints.newest()]
    world.runner = world.open()
    await world.runner.recover()
    expect(world.leases[before].lease.previousMs).toBe(saved!.now + OPTIONS.leaseMs)
  })

  test('given a bolt that crashes while the log is executed again, then that begins anew', async () => {
    const world = new RunnerWorld()
    for (const record of ['1', '2']) {
      world.log.send(record)
      await world.settle()
    }
    let steps = 0
    const fall = () => {
      if (++steps === 1) throw new BoltCrash('sum', 'in the middle of a recovery')
    }
    world.runner = world.open({ fall })
    expect(await world.runner.recover()).toBe(1)
    expect(world.crashes).toHaveLength(1)
    world.log.send('3')
    await world.settle()
    expect(sumsOf(world.log.lines)).toEqual([1, 5, 18])
  })

  test('finds its prices published again', async () => {
    const world = await undisturbed()
    const before = world.published.length
    world.runner = world.open()
    await world.runner.recover()
    expect(world.published.length).toBeGreaterThan(before)
    expect(world.published.at(-1)).toEqual(world.published[before - 1])
  })
})

test('a state that takes long to save is saved less often: a hundredth of the time at most', async () => {
  const world = new RunnerWorld()
  const saves: number[] = []
  const checkpoints = { newest: async () => undefined, save: async () => void (saves.push(world.clock.now() - START), world.clock.advance(saves.length === 1 ? 50 : 1)) }
  const observer = { committed: () => {}, crashed: () => {}, recovered: () => {} }
  const runner = new PartitionRunner(() => new RunningSum(), { clock: world.clock, log: world.log, checkpoints, projections: [], faults: NO_FAULTS }, OPTIONS, observer)
  for (let at = 0; at < 120; at++) {
    world.log.send(String(at))
    await runner.poll()
    world.clock.advance(100)
  }
  // Every 2,000 ms from the end of the last one; behind the one that took 50 ms only after 5,000 ms.
  expect(saves).toEqual([0, 5050, 7051, 9052, 11_053])
})

test('given outputs that are still on their way to a store, when a snapshot is due, then it is told whether they arrived', async () => {
  const world = new RunnerWorld()
  const saves: (readonly [number, boolean | undefined])[] = []
  const checkpoints = { newest: async () => undefined, save: async (_: unknown, published?: Promise<boolean>) => void saves.push([world.clock.now() - START, await published]) }
  const observer = { committed: () => {}, crashed: () => {}, recovered: () => {} }
  const slow = { apply: async () => {}, settle: async () => world.clock.now() - START >= 3000 }
  const runner = new PartitionRunner(() => new RunningSum(), { clock: world.clock, log: world.log, checkpoints, projections: [slow], faults: NO_FAULTS }, OPTIONS, observer)
  for (let at = 0; at < 50; at++) {
    world.log.send(String(at))
    await runner.poll()
    world.clock.advance(100)
  }
  expect(saves).toEqual([[0, false], [2000, false], [4000, true]])
})
