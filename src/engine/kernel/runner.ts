import { BoltCrash, type Checkpoints, type Clock, type CommittedBatch, type EventLog, type FaultDriver, type Projection } from './ports.ts'
import type { Program, Step } from './program.ts'

/** Everything a partition is wired to. */
export interface RunnerPorts<Output> {
  readonly clock: Clock
  readonly log: EventLog
  readonly checkpoints: Checkpoints
  readonly projections: readonly Projection<Output>[]
  readonly faults: FaultDriver
}

export interface RunnerOptions {
  readonly partition: number
  readonly leaseMs: number
  readonly renewLeaseMs: number
  readonly checkpointEveryMs: number
  /** Until the first one; partitions that share a thread take turns, so that it never saves two in a row. */
  readonly firstCheckpointMs?: number
}

/** A state so large that saving it takes long is saved less often: saving takes at most this share of the time. */
const CHECKPOINT_SHARE_MAX = 0.01

/** Told what happened, after it happened. It cannot change anything. */
export interface RunnerObserver<Output> {
  committed(step: Step<Output>, inputs: number, now: number, batch: number): void
  crashed(crash: BoltCrash): void
  recovered(batches: number): void
}

/**
 * The one runner: it takes a batch, decides it, commits it and publishes it, partition by partition. Live, in replay
 * and in the simulator only the ports differ.
 *
 *     take ─(read)─ step ─(compute, commit)─ log.commit ─(publish)─ projections ─ checkpoint
 *
 * The words in brackets are the crash points. Nothing is published that is not committed, so a crash anywhere is
 * mended in one way: forget everything, load the newest checkpoint, execute the committed rest again, publish it
 * again (versions make that harmless), and go on.
 */
export class PartitionRunner<Output> {
  readonly #create: () => Program<Output>
  readonly #ports: RunnerPorts<Output>
  readonly #options: RunnerOptions
  readonly #observer: RunnerObserver<Output>
  #program: Program<Output>
  #nextBatch = 0
  #nextOffset = 0
  #leaseUntil = -Infinity
  #lastNow = -Infinity
  #checkpointDueAt = -Infinity
  // The newest batch the observer has heard of: one that a crash cut off behind its commit is told when it is repeated.
  #observedBatch = -1

  constructor(create: () => Program<Output>, ports: RunnerPorts<Output>, options: RunnerOptions, observer: RunnerObserver<Output>) {
    this.#create = create
    this.#ports = ports
    this.#options = options
    this.#observer = observer
    this.#program = create()
  }

  /**
   * Brings the partition to where its log ends. Returns how many committed batches were executed again. Bolts can crash
   * here as well: then it begins anew.
   */
  async recover(): Promise<number> {
    for (;;) {
      try {
        return await this.#restore()
      } catch (error) {
        if (!(error instanceof BoltCrash)) throw error
        this.#observer.crashed(error)
      }
    }
  }

  async #restore(): Promise<number> {
    this.#program = this.#create()
    this.#nextBatch = 0
    this.#nextOffset = 0
    const checkpoint = await this.#ports.checkpoints.newest()
    if (checkpoint) {
      this.#lastNow = checkpoint.now
      this.#program.load(checkpoint.parts)
      this.#nextBatch = checkpoint.nextBatch
      this.#nextOffset = checkpoint.offset
    }
    let batches = 0
    for await (const committed of this.#ports.log.committed(this.#nextOffset)) {
      await this.#repeat(committed)
      batches++
    }
    return batches
  }

  /** The latest recorded time: that of the last batch. -Infinity before the first. */
  get recordedNow(): number {
    return this.#lastNow
  }

  /** What its outputs add up to; for a projection that has to give all of it once more. */
  standing(from: number, to: number): readonly Output[] | undefined {
    return this.#program.standing(from, to)
  }

  /**
   * One turn: at most one batch. Resolves to the number of inputs it ended, or -1 where there was nothing to do.
   * A bolt's crash is mended here; every other error is a bug and goes to the caller.
   */
  async poll(): Promise<number> {
    try {
      return await this.#turn()
    } catch (error) {
      if (!(error instanceof BoltCrash)) throw error
      this.#observer.crashed(error)
      this.#observer.recovered(await this.recover())
      return 0
    }
  }

  /** Saves the state now: a resumed run starts here, and publishes nothing again that was decided before. */
  async checkpoint(): Promise<void> {
    const began = this.#ports.clock.now()
    const published = this.settle()
    await this.#ports.checkpoints.save({ offset: this.#nextOffset, nextBatch: this.#nextBatch, now: this.#lastNow, parts: this.#program.save() }, published)
    const ended = this.#ports.clock.now()
    this.#checkpointDueAt = ended + Math.max(this.#options.checkpointEveryMs, (ended - began) / CHECKPOINT_SHARE_MAX)
  }

  async #turn(): Promise<number> {
    const { clock, log, faults } = this.#ports
    const { records, firstOffset } = await log.take()
    const now = Math.max(clock.now(), this.#lastNow)
    faults.reach('read', now)
    if (records.length === 0 && !this.#tickIsDue(now)) return -1
    const step = this.#program.step(records, firstOffset, this.#nextBatch, now)
    faults.reach('commit', now)
    this.#nextOffset = await log.commit({ batch: this.#nextBatch, now, inputs: records.length, lines: step.lines, extra: step.extra })
    this.#nextBatch++
    faults.reach('publish', now)
    await this.#publish(step, now)
    this.#observe(this.#nextBatch - 1, step, records.length, now)
    await this.#checkpointIfDue(now)
    return records.length
  }

  /** Waits until everything that was decided is published; false where that cannot be done now. */
  async settle(): Promise<boolean> {
    const settled = await Promise.all(this.#ports.projections.map((projection) => projection.settle?.() ?? true))
    return settled.every(Boolean)
  }

  async #checkpointIfDue(now: number): Promise<void> {
    const { firstCheckpointMs = 0 } = this.#options
    if (this.#checkpointDueAt === -Infinity) this.#checkpointDueAt = now + firstCheckpointMs
    if (now >= this.#checkpointDueAt) await this.checkpoint()
  }

  #tickIsDue(now: number): boolean {
    return this.#program.due(now) || this.#leaseUntil - now <= this.#options.leaseMs - this.#options.renewLeaseMs
  }

  async #publish(step: Step<Output>, now: number): Promise<void> {
    const { partition, leaseMs } = this.#options
    const previousMs = Math.max(0, this.#lastNow + leaseMs)
    this.#lastNow = now
    this.#leaseUntil = now + leaseMs
    const lease = { partition, untilMs: this.#leaseUntil, previousMs }
    for (const projection of this.#ports.projections) await projection.apply(step.outputs, lease)
  }

  async #repeat(committed: CommittedBatch): Promise<void> {
    const step = this.#program.step(committed.records, committed.firstOffset, committed.batch, committed.now)
    this.#nextBatch = committed.batch + 1
    this.#nextOffset = committed.nextOffset
    await this.#publish(step, committed.now)
    this.#observe(committed.batch, step, committed.records.length, committed.now)
  }

  /** Every committed batch once, when it can be read. */
  #observe(batch: number, step: Step<Output>, inputs: number, now: number): void {
    if (batch <= this.#observedBatch) return
    this.#observedBatch = batch
    this.#observer.committed(step, inputs, now, batch)
  }
}
