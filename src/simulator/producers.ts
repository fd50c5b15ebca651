import type { Random } from '../engine/kernel/random.ts'
import { Held } from '../faults/held.ts'
import { badCost } from '../faults/kinds/bad-cost.ts'
import type { ActiveFaults } from './faults/active-faults.ts'
import type { Drafted } from './model-market.ts'
import type { ModelLog } from './model-log.ts'
import type { Simulation } from './simulation.ts'

/** Whoever gets no acknowledgement sends again after a while. */
const SEND_AGAIN_MS = [100, 3000] as const
const OVERTAKEN_MS = [50, 3000] as const
const NOTHING_HELD = new Held()
const BROKER_FAULTS = ['down', 'kill'] as const

/** What a producer knows of its partition. */
export interface SentCounts {
  readonly partition: number
  /** Events that were due here, and those of them that were made. */
  readonly planned: number
  readonly offered: number
  readonly handed: number
  readonly acked: number
}

/** Sends events to one partition until they are acknowledged, so that nothing is lost on the way and some come twice. */
export class Producer {
  readonly #partition: number
  readonly #part: string
  readonly #log: ModelLog
  readonly #faults: ActiveFaults
  readonly #simulation: Simulation
  readonly #random: Random
  /** In order; nobody has acknowledged them. */
  #unsent: string[] = []
  #late = 0
  #handed = 0
  #retries = false

  constructor(partition: number, log: ModelLog, faults: ActiveFaults, simulation: Simulation, random: Random) {
    this.#partition = partition
    this.#part = String(partition)
    this.#log = log
    this.#faults = faults
    this.#simulation = simulation
    this.#random = random
  }

  /** Nothing waits to be sent any more. */
  get isDone(): boolean {
    return this.#unsent.length === 0 && this.#late === 0
  }

  counts(): SentCounts {
    // Who has not been acknowledged is not counted as such: ids are acknowledged from the first one on.
    return { partition: this.#partition, planned: this.#handed, offered: this.#handed, handed: this.#handed, acked: this.isDone ? this.#handed : 0 }
  }

  /** An event that a feed has made; a feed that is silent has made none. */
  send({ feed, head, rest }: Drafted): void {
    if (this.#faults.on('feed', 'down', feed, 'send')) return
    const line = this.#altered(feed, `${head}g1-${this.#partition}-${this.#handed++}${rest}`)
    if (this.#faults.hits('feed', 'duplicate', feed, 'send') || this.#faults.hits('log', 'duplicate', this.#part, 'send')) this.#sendLater(line, SEND_AGAIN_MS)
    // Arrived, but the sender was not told.
    if (this.#faults.hits('log', 'drop_ack', this.#part, 'send')) this.#sendLater(line, SEND_AGAIN_MS)
    if (this.#faults.hits('feed', 'reorder', feed, 'send')) this.#sendLater(line, OVERTAKEN_MS)
    else this.hand(line)
  }

  /** To the broker, or into the line of those that wait for it. */
  hand(line: string): void {
    if (this.#unsent.length > 0 || this.#awayUntilMs() !== undefined) this.#wait([line])
    else this.#log.append(line)
  }

  /** The broker died with what it had not written: nobody acknowledged that. */
  brokerDied(): void {
    const forgotten = this.#log.forgetUnsynced()
    if (forgotten.length > 0) this.#wait(forgotten)
  }

  #altered(feed: string, line: string): string {
    const slip = this.#faults.hits('feed', 'bad_cost', feed, 'send')
    const sent = slip ? badCost.onLine!(line, slip.fault.attributes, NOTHING_HELD)[0] : line
    return this.#faults.hits('feed', 'corrupt', feed, 'send') ? sent.slice(0, -1) : sent
  }

  #sendLater(line: string, [fromMs, toMs]: readonly [number, number]): void {
    this.#late++
    this.#simulation.after(this.#random.between(fromMs, toMs), () => {
      this.#late--
      this.hand(line)
    })
  }

  #wait(lines: readonly string[]): void {
    this.#unsent.push(...lines)
    if (this.#retries) return
    this.#retries = true
    this.#simulation.at(this.#awayUntilMs() ?? this.#simulation.elapsedMs, () => this.#sendWaiting())
  }

  #sendWaiting(): void {
    this.#retries = false
    const waiting = this.#unsent
    this.#unsent = []
    if (this.#awayUntilMs() !== undefined) this.#wait(waiting)
    else for (const line of waiting) this.#log.append(line)
  }

  #awayUntilMs(): number | undefined {
    for (const kind of BROKER_FAULTS) {
      const fault = this.#faults.on('log', kind, this.#part, 'send')
      if (fault) return fault.endMs
    }
    return undefined
  }
}
