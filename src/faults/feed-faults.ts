import type { Random } from '../engine/kernel/random.ts'
import type { FaultSpec, PlannedFault } from './fault.ts'
import { FaultAtWork, type Hits, hitsByFault, inOrderOfAction } from './fault-at-work.ts'
import { Held } from './held.ts'
import { FAULT_KINDS } from './kinds/registry.ts'
import { Timeline } from './timeline.ts'

/** A line that was kept back, and the partition it was on its way to. */
export interface FreedLine {
  readonly partition: number
  readonly line: string
}

/** One fault at work on the lines of a feed. */
export class FeedFault extends FaultAtWork {
  /** What it keeps back, by partition. */
  readonly #held = new Map<number, Held>()

  /** What reaches the log where `line` was sent: nothing, the line, another, or several. */
  onFeed(line: string, partition = 0): readonly string[] {
    const held = this.heldOf(partition)
    held.seen++
    if (this.strikes()) return this.kind.onLine!(line, this.planned.spec.attributes, held)
    return this.kind.onPassingLine?.(line, held) ?? [line]
  }

  heldOf(partition: number): Held {
    const held = this.#held.get(partition) ?? new Held()
    this.#held.set(partition, held)
    return held
  }

  freeAll(): readonly FreedLine[] {
    return [...this.#held].flatMap(([partition, held]) => held.free().map((line) => ({ partition, line })))
  }
}

/** The faults of all feeds on the run's timeline. Times must not fall from call to call. */
export class FeedFaults {
  readonly #random: Random
  readonly #timeline = new Timeline<FeedFault>()

  constructor(plan: readonly PlannedFault[], random: Random) {
    this.#random = random
    for (const planned of plan) this.add(planned)
  }

  /** One more, also while the run goes on; a fault that does not act on feeds is left alone. */
  add(planned: PlannedFault): void {
    if (actsOnFeeds(planned.spec)) this.#timeline.add(new FeedFault(planned, this.#random), inOrderOfAction)
  }

  /** True where no feed has a fault. */
  isQuiet(intendedMs: number): boolean {
    return this.#timeline.isQuiet(intendedMs)
  }

  /** What reaches the log of that partition where `line` was sent by `feed`. */
  apply(feed: string, line: string, intendedMs: number, partition = 0): readonly string[] {
    let lines: readonly string[] = [line]
    for (const fault of this.#timeline.on(intendedMs)) {
      if (isHit(feed, fault.planned.spec)) lines = lines.flatMap((each) => fault.onFeed(each, partition))
    }
    return lines
  }

  /**
   * Whether `feed` is down. A generator asks this before it makes an event, so that no id is handed out for an event
   * that is never sent; the event counts as hit. One that does not ask gets nothing back from `apply` instead.
   */
  isSilent(feed: string, intendedMs: number): boolean {
    if (this.isQuiet(intendedMs)) return false
    const down = this.#timeline.on(intendedMs).find(({ planned: { spec } }) => spec.kind === 'down' && isHit(feed, spec))
    return down?.strikes() ?? false
  }

  /** Lines that were kept back by faults that are over by now. */
  freedBy(ms: number): readonly FreedLine[] {
    return this.#timeline.items.filter(({ endMs }) => endMs <= ms).flatMap((fault) => fault.freeAll())
  }

  /** Lines on their way to that partition that are kept back. */
  heldOf(partition: number): number {
    return this.#timeline.items.reduce((sum, fault) => sum + fault.heldOf(partition).count, 0)
  }

  /** How often each fault of the plan has hit so far; null for those that do not act on feeds. */
  hits(plan: readonly PlannedFault[]): readonly (Hits | null)[] {
    return hitsByFault(plan, this.#timeline.items)
  }
}

/** On the log, the lines of every feed are hit, except by what happens to the calls of the log itself. */
function actsOnFeeds({ kind, target }: FaultSpec): boolean {
  const { onLine, onCall, operations } = FAULT_KINDS[kind]
  const actsOnLog = onCall !== undefined && (operations?.includes('commit') ?? true)
  return onLine !== undefined && (target.name === 'feed' || (target.name === 'log' && !actsOnLog))
}

const isHit = (feed: string, { target }: FaultSpec) => target.name === 'log' || target.part === feed
