import type { Checkpoint, Checkpoints, Commit, CommittedBatch, EventLog, InputBatch } from '../engine/kernel/ports.ts'
import { Unavailable } from '../engine/pricing/ports.ts'
import { type FaultTime, sleep } from './fault-time.ts'
import type { Operation, PortCall } from './port-call.ts'
import type { PortFaults } from './port-faults.ts'

/** What stands around the payload of a request or an answer. */
const ENVELOPE_BYTES = 32
const AGAIN_AFTER_MS = 5

/**
 * A log under faults, with a client that does what a good one does: what got no answer is asked again until there is
 * one. So a log that is away stops the intake, and a commit whose answer was lost comes a second time.
 */
export class FaultyLog implements EventLog {
  readonly #log: EventLog
  readonly #faults: PortFaults
  readonly #time: FaultTime

  constructor(log: EventLog, faults: PortFaults, time: FaultTime) {
    this.#log = log
    this.#faults = faults
    this.#time = time
  }

  async take(): Promise<InputBatch> {
    if (this.#faults.isQuiet) return this.#log.take()
    return this.#insist({ ...this.#call('take'), answerBytes: ({ records }) => ENVELOPE_BYTES + length(records), proceed: () => this.#log.take() })
  }

  async commit(commit: Commit): Promise<number> {
    if (this.#faults.isQuiet) return this.#log.commit(commit)
    return this.#insist({ ...this.#call('commit'), requestBytes: ENVELOPE_BYTES + length(commit.lines), answerBytes: () => ENVELOPE_BYTES, proceed: () => this.#log.commit(commit) })
  }

  committed(offset: number): AsyncIterable<CommittedBatch> {
    return this.#log.committed(offset)
  }

  #call(operation: Operation) {
    return { port: 'the log', operation, requestBytes: ENVELOPE_BYTES }
  }

  async #insist<Answer>(call: PortCall<Answer>): Promise<Answer> {
    for (;;) {
      try {
        return await this.#faults.run(call)
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error
        await sleep(this.#time, AGAIN_AFTER_MS)
      }
    }
  }
}

/** Checkpoints on a disk under faults: one that cannot be saved is left out, because the log can do without. */
export class FaultyCheckpoints implements Checkpoints {
  readonly #checkpoints: Checkpoints
  readonly #faults: PortFaults
  readonly #spoil: (() => void) | undefined

  /** `spoil` damages the newest one. */
  constructor(checkpoints: Checkpoints, faults: PortFaults, spoil?: () => void) {
    this.#checkpoints = checkpoints
    this.#faults = faults
    this.#spoil = spoil
  }

  async save(checkpoint: Checkpoint, published?: Promise<boolean>): Promise<void> {
    const proceed = () => this.#checkpoints.save(checkpoint, published)
    if (this.#faults.isQuiet) return proceed()
    const requestBytes = Object.values(checkpoint.parts).reduce((sum, part) => sum + (typeof part === 'string' ? part.length : part.byteLength), 0)
    const call: PortCall<void> = { port: 'the disk', operation: 'save', requestBytes, answerBytes: () => 0, proceed, spoil: this.#spoil }
    await this.#faults.run(call).catch(unlessUnavailable)
  }

  newest(): Promise<Checkpoint | undefined> {
    return this.#checkpoints.newest()
  }
}

function unlessUnavailable(error: unknown): void {
  if (!(error instanceof Unavailable)) throw error
}

const length = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0)
