import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { Board } from '../../adapters/kafka/board.ts'
import type { KafkaClient } from '../../adapters/kafka/client.ts'
import { monotonicMs, type RunControl } from '../../adapters/embedded/run-control.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import type { Segment } from '../threads/generator-setting.ts'
import type { ClusterPlan, Posting } from './postings.ts'
import { Roster } from './roster.ts'

const LOOK_EVERY_MS = 100
const WAIT_MS = 200

export interface AttendanceSetting {
  readonly client: KafkaClient
  readonly prefix: string
  /** Null for a worker. */
  readonly segment: Segment | null
  /** Started when traffic begins, stopped when the run ends. */
  readonly control: RunControl
  readonly onFault: (fault: PlannedFault) => void
  readonly signal: AbortSignal
}

/** A worker's or a generator's place at the board of a run: what it hears there, and by what name it speaks. */
export class Attendance {
  readonly by = randomUUID()
  readonly roster = new Roster()
  readonly #setting: AttendanceSetting
  readonly #board: Board<Posting>
  readonly #planned = Promise.withResolvers<ClusterPlan>()
  readonly #ended = Promise.withResolvers<void>()
  #listening: Promise<void> | undefined
  #isClosing = false

  constructor(setting: AttendanceSetting) {
    this.#setting = setting
    this.#board = new Board(setting.client, setting.prefix)
  }

  /** The plan of the run, as soon as somebody has posted it; undefined where waiting was interrupted. */
  async plan(): Promise<ClusterPlan | undefined> {
    const { signal } = this.#setting
    while (!signal.aborted && !(await this.#board.isThere())) await setTimeout(LOOK_EVERY_MS)
    if (signal.aborted) return undefined
    await this.#board.open()
    this.#takeAll(await this.#board.readAll())
    this.#listening = this.#listen()
    const interrupted = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)))
    return Promise.race([this.#planned.promise, interrupted])
  }

  /** Resolves when all who joined before are known. */
  async join(): Promise<void> {
    await this.post({ kind: 'joined', by: this.by, segment: this.#setting.segment, host: hostname(), pid: process.pid })
    while (!this.#isClosing && !this.roster.knows(this.by)) await setTimeout(LOOK_EVERY_MS)
  }

  async post(posting: Posting): Promise<void> {
    await this.#board.post(posting)
  }

  /** Resolves when whoever conducts the run has said that it is over, or was told to stop it. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  async close(): Promise<void> {
    this.#isClosing = true
    await this.#listening
    await this.#board.close()
  }

  async #listen(): Promise<void> {
    while (!this.#isClosing) this.#takeAll(await this.#board.read(WAIT_MS))
  }

  #takeAll(postings: readonly Posting[]): void {
    for (const posting of postings) this.#take(posting)
  }

  #take(posting: Posting): void {
    const { control, segment, onFault } = this.#setting
    this.roster.take(posting, monotonicMs())
    if (posting.kind === 'plan') this.#planned.resolve(posting.plan)
    // Clocks of machines differ by what NTP leaves; from here on only the monotonic one counts.
    if (posting.kind === 'start') control.start(monotonicMs() + posting.atMs - Date.now())
    if (posting.kind === 'fault') onFault(posting.fault)
    // Whoever stops the traffic lets the pipeline decide what was sent.
    if (posting.kind === 'over' || (posting.kind === 'stop' && segment)) this.#ended.resolve()
  }
}
