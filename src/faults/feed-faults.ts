import type { Random } from '../engine/kernel/random.ts'
import { isOn, type FaultSpec, type PlannedFault } from './fault.ts'
import { FAULT_KINDS } from './kinds/registry.ts'

/** How many records a fault hit, out of how many that passed while it was on. */
export interface FaultCount {
  readonly spec: FaultSpec
  readonly injected: number
  readonly eligible: number
}

/** One fault at work on the lines of a feed. */
export class FeedFault implements FaultCount {
  readonly spec: FaultSpec
  injected = 0
  eligible = 0
  readonly #onLine: (line: string) => readonly string[]

  constructor(spec: FaultSpec) {
    const kind = FAULT_KINDS[spec.kind]
    this.spec = spec
    this.#onLine = (line) => kind.onLine?.(line, spec.attributes) ?? [line]
  }

  /** What reaches the log where `line` was sent: nothing, the line, another, or several. */
  onFeed(line: string, random: Random): readonly string[] {
    this.eligible++
    if (this.spec.probability < 1 && !random.chance(this.spec.probability)) return [line]
    this.injected++
    return this.#onLine(line)
  }
}

interface Scheduled {
  readonly planned: PlannedFault
  readonly fault: FeedFault
  /** The fault's own stream: another fault more or less does not change which records it hits. */
  readonly random: Random
}

/**
 * The faults of all feeds on the run's timeline. Times must not fall from call to call.
 *
 *     ─────────┬─ duplicate ─┬───────────┬─ down ─┬─────────▶ intendedMs
 *      quiet   │             │   quiet   │        │  quiet
 */
export class FeedFaults {
  readonly #random: Random
  #schedule: readonly Scheduled[] = []
  #edgesMs: readonly number[] = []
  #active: readonly Scheduled[] = []
  #quietUntilMs = -Infinity
  #changesAtMs = -Infinity

  constructor(plan: readonly PlannedFault[], random: Random) {
    this.#random = random
    for (const planned of plan) this.add(planned)
  }

  /** One more, also while the run goes on; a fault that does not act on feeds is left alone. */
  add(planned: PlannedFault): void {
    const { spec, startMs, endMs } = planned
    if (!actsOnFeeds(spec)) return
    const scheduled = { planned, fault: new FeedFault(spec), random: this.#random.fork(`fault.${spec.text}`) }
    this.#schedule = inOrderOfAction([...this.#schedule, scheduled])
    this.#edgesMs = [...this.#edgesMs, startMs, endMs]
    this.#quietUntilMs = this.#changesAtMs = -Infinity
  }

  /** True where no feed has a fault. The hot path asks this first: while it is quiet, that is one comparison. */
  isQuiet(intendedMs: number): boolean {
    if (intendedMs < this.#quietUntilMs) return true
    if (intendedMs >= this.#changesAtMs) this.#advance(intendedMs)
    return this.#active.length === 0
  }

  /** What reaches the log where `line` was sent by `feed`. */
  apply(feed: string, line: string, intendedMs: number): readonly string[] {
    let lines: readonly string[] = [line]
    if (this.isQuiet(intendedMs)) return lines
    for (const { planned, fault, random } of this.#active) {
      if (isHit(feed, planned.spec)) lines = lines.flatMap((each) => fault.onFeed(each, random))
    }
    return lines
  }

  /**
   * Whether `feed` is down. A generator asks this before it makes an event, so that no id is handed out for an event
   * that is never sent; the event counts as hit. One that does not ask gets nothing back from `apply` instead.
   */
  isSilent(feed: string, intendedMs: number): boolean {
    if (this.isQuiet(intendedMs)) return false
    const down = this.#active.find(({ planned: { spec } }) => spec.kind === 'down' && isHit(feed, spec))
    down?.fault.onFeed('', down.random)
    return down !== undefined
  }

  /** How often a planned fault has hit so far; undefined where it does not act on feeds. */
  countOf(planned: PlannedFault): FaultCount | undefined {
    return this.#schedule.find((scheduled) => scheduled.planned === planned)?.fault
  }

  #advance(ms: number): void {
    this.#active = this.#schedule.filter(({ planned }) => isOn(planned, ms))
    this.#changesAtMs = Math.min(Infinity, ...this.#edgesMs.filter((edgeMs) => edgeMs > ms))
    this.#quietUntilMs = this.#active.length === 0 ? this.#changesAtMs : -Infinity
  }
}

const actsOnFeeds = ({ kind, target }: FaultSpec) => FAULT_KINDS[kind].onLine !== undefined && (target.name === 'feed' || target.name === 'log')
const isHit = (feed: string, { target }: FaultSpec) => target.name === 'log' || target.part === feed

function inOrderOfAction(schedule: readonly Scheduled[]): readonly Scheduled[] {
  const order = Object.keys(FAULT_KINDS)
  return schedule.toSorted((a, b) => order.indexOf(a.planned.spec.kind) - order.indexOf(b.planned.spec.kind))
}
