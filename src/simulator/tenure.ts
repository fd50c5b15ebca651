import type { Bolt, BoltState, BoltWrapper } from '../engine/kernel/bolt.ts'
import { BoltCrash, type Checkpoint, type Checkpoints, type Commit, type CommittedBatch, type CrashPoint, type EventLog, type FaultDriver, type InputBatch, type Lease, type Projection } from '../engine/kernel/ports.ts'
import type { PublishedPrice } from '../engine/pricing/ports.ts'
import type { ActiveFaults } from './faults/active-faults.ts'
import type { Stage } from './faults/stages.ts'
import type { LogSession } from './model-log.ts'
import type { Simulation } from './simulation.ts'
import { type Worker, WorkerDied } from './worker.ts'

const LOOKS_AGAIN_MS = 700

/** What takes time: nearly always nothing, and then nobody waits for a promise. */
type Delay = Promise<void> | undefined
const BROKER_FAULTS = ['down', 'kill'] as const

/** What a partition's ports are made of while one worker has it. */
export interface TenureSetting {
  readonly worker: Worker
  readonly partition: number
  readonly partitions: number
  readonly faults: ActiveFaults
  readonly simulation: Simulation
  /** Told that the worker is not heard of until then. */
  readonly away: (worker: Worker, untilMs: number) => void
}

/**
 * One worker's time with one partition: every port of its runner goes through here, so this is where bolts crash,
 * workers die or stand still, and servers are out of reach.
 */
export class Tenure implements FaultDriver {
  readonly worker: Worker
  readonly partition: number
  readonly #part: string
  readonly #partitions: number
  readonly #faults: ActiveFaults
  readonly #simulation: Simulation
  readonly #life: number
  readonly #away: TenureSetting['away']

  constructor({ worker, partition, partitions, faults, simulation, away }: TenureSetting) {
    this.worker = worker
    this.partition = partition
    this.#part = String(partition)
    this.#partitions = partitions
    this.#faults = faults
    this.#simulation = simulation
    this.#life = worker.life
    this.#away = away
  }

  /** The worker has died since. */
  get isDead(): boolean {
    return this.worker.life !== this.#life
  }

  /** Between two steps of the runner: no time passes here, so nobody can stand still. */
  reach(point: CrashPoint): void {
    this.#fall(point)
  }

  /** Dies, stands still for its time, or does nothing. */
  #pass(stage: Stage): Delay {
    this.#fall(stage)
    return this.#stand(stage)
  }

  /** Around the bolts that may die at their work; the others stay as they are. */
  readonly wrap: BoltWrapper = <State extends BoltState, Tuple>(bolt: Bolt<State, Tuple>): Bolt<State, Tuple> => {
    const { name, fold, assess } = bolt
    const isHit = this.#faults.some('bolt', ({ target, attributes }) => target.part === name && attributes.at === 'compute')
    const isWorkers = name === 'normalise' && this.#faults.some('worker', ({ attributes }) => attributes.at === 'compute')
    if (!isHit && !isWorkers) return bolt
    return {
      ...bolt,
      fold: fold && ((state, tuple, now) => (this.#fall('compute', name), fold(state, tuple, now))),
      assess: assess && ((state, tuple, now) => (this.#fall('compute', name), assess(state, tuple, now))),
    }
  }

  log(session: LogSession): EventLog {
    return {
      take: () => this.#take(session),
      commit: (commit) => this.#commit(session, commit),
      committed: (offset) => this.#committed(session, offset),
    }
  }

  checkpoints(checkpoints: Checkpoints): Checkpoints {
    return {
      newest: () => checkpoints.newest(),
      save: async (checkpoint: Checkpoint, published?: Promise<boolean>) => {
        const stands = this.#pass('checkpoint')
        if (stands) await stands
        return checkpoints.save(checkpoint, published)
      },
    }
  }

  /** `stage` is behind the write. */
  projection(stage: 'store' | 'cache', target: Projection<PublishedPrice>): Projection<PublishedPrice> {
    return {
      apply: async (prices: readonly PublishedPrice[], lease: Lease) => {
        await target.apply(prices, lease)
        const stands = this.#pass(stage)
        if (stands) await stands
      },
      settle: () => target.settle?.() ?? Promise.resolve(true),
    }
  }

  async #take(session: LogSession): Promise<InputBatch> {
    const away = this.#reachLog('read')
    if (away) await away
    const batch = await session.take()
    const stands = this.#stand('read')
    if (stands) await stands
    return batch
  }

  async #commit(session: LogSession, commit: Commit): Promise<number> {
    const standsBefore = this.#stand('commit')
    if (standsBefore) await standsBefore
    const dying = this.#faults.strikeCommit(this.#part)
    if (dying) return this.#commitUnanswered(session, commit, dying.random.chance(0.5))
    const away = this.#reachLog('commit')
    if (away) await away
    if (this.#faults.hits('log', 'drop_ack', this.#part, 'commit')) return this.#commitUnanswered(session, commit, true)
    const offset = await session.commit(commit)
    const standsBehind = this.#stand('publish')
    if (standsBehind) await standsBehind
    return offset
  }

  /** Nobody says whether it was written: who asked looks when the log is there again, and asks again where it is not. */
  async #commitUnanswered(session: LogSession, commit: Commit, isWritten: boolean): Promise<number> {
    if (isWritten) await session.commit(commit)
    await this.#simulation.waitUntil(this.#simulation.elapsedMs + LOOKS_AGAIN_MS)
    await this.#reachLog('commit')
    return session.look(commit.batch) ?? session.commit(commit)
  }

  async *#committed(session: LogSession, offset: number): AsyncIterable<CommittedBatch> {
    await this.#reachLog('recover')
    for await (const batch of session.committed(offset)) {
      this.#dieAt('recover')
      const stands = this.#stand('recover')
      if (stands) await stands
      yield batch
    }
  }

  /** Waits until there is somebody to talk to, as a client does that tries again and again. */
  #reachLog(stage: Stage): Delay {
    return this.#faults.isCalm('log') && this.#faults.isCalm('worker') ? undefined : this.#waitForLog(stage)
  }

  async #waitForLog(stage: Stage): Promise<void> {
    for (let awayUntilMs = this.#logAwayUntilMs(stage); awayUntilMs !== undefined; awayUntilMs = this.#logAwayUntilMs(stage)) {
      await this.#simulation.waitUntil(awayUntilMs)
      this.#check()
    }
    const late = stage === 'recover' ? undefined : this.#faults.on('log', 'latency', this.#part, stage)
    if (!late) return
    await this.#simulation.waitUntil(this.#simulation.elapsedMs + Number(late.attributes.latency))
    this.#check()
  }

  #logAwayUntilMs(stage: Stage): number | undefined {
    for (const kind of BROKER_FAULTS) {
      const fault = this.#faults.on('log', kind, this.#part, stage)
      if (fault) return fault.endMs
    }
    return this.#faults.cutsOff(String(this.worker.number), 'log', stage)?.endMs
  }

  #fall(stage: Stage, bolt?: string): void {
    this.#check()
    this.#dieAt(stage)
    const { partition } = this
    const crash = this.#faults.strike('bolt', stage, ({ target }, home) => home % this.#partitions === partition && (bolt === undefined || target.part === bolt), bolt)
    if (crash) throw new BoltCrash(crash.target.part!, crash.text)
  }

  #dieAt(stage: Stage): void {
    const { number } = this.worker
    const kill = this.#faults.strike('worker', stage, ({ kind, target }) => kind.kind === 'kill' && target.part === String(number))
    if (!kill) return
    const backAtMs = this.#simulation.elapsedMs + kill.endMs - kill.startMs
    this.worker.dies(backAtMs)
    this.#away(this.worker, backAtMs)
    throw new WorkerDied(number)
  }

  #stand(stage: Stage): Delay {
    this.#check()
    const pause = this.#faults.strike('worker', stage, ({ kind, target }) => kind.kind === 'pause' && target.part === String(this.worker.number))
    if (pause) this.#standUntil(this.#simulation.elapsedMs + pause.endMs - pause.startMs)
    return this.worker.isStanding ? this.#waitForWorker() : undefined
  }

  async #waitForWorker(): Promise<void> {
    await this.#simulation.waitUntil(this.worker.standsUntilMs)
    this.#check()
  }

  #standUntil(untilMs: number): void {
    this.worker.stands(untilMs)
    this.#away(this.worker, untilMs)
  }

  #check(): void {
    this.#simulation.touch()
    if (this.isDead) throw new WorkerDied(this.worker.number)
  }
}
