import type { AttributeValue } from '../fault.ts'
import type { Held } from '../held.ts'
import type { ActingFault, Operation, PortCall } from '../port-call.ts'

/** A value that a fault can be given: `factor=100`. */
export interface FaultAttribute {
  readonly summary: string
  /** What a value must be, in words. */
  readonly rule: string
  readonly example: string
  /** Left out: the attribute must be given. */
  readonly default?: AttributeValue
  /** The value of the text, or undefined where it breaks the rule. */
  parse(text: string): AttributeValue | undefined
  /** Its shortest text, where that is not the value itself. */
  format?(value: AttributeValue): string
}

/** The two targets of a run. */
export type RunTarget = 'embedded' | 'kafka'

/** A toxic of Toxiproxy, in its own words and units. */
export interface Toxic {
  readonly type: 'latency' | 'bandwidth' | 'slow_close' | 'timeout' | 'reset_peer' | 'slicer' | 'limit_data'
  readonly attributes: Readonly<Record<string, number>>
}

/** How a worker ends: it saves its state and takes its leave, or everything is left as it stands. */
export type WorkerEnd = 'in_order' | 'as_it_stands'

/**
 * One kind of fault: data, and what it does where it acts. Adding one is a file like this and a line in the registry;
 * grammar, checks, help, wrappers and test matrices follow from it.
 */
export interface FaultKind {
  readonly summary: string
  /** `instant`: it happens; `interval`: it is on for a time; `per_record`: while on, records or calls are hit one by one. */
  readonly timing: 'instant' | 'interval' | 'per_record'
  /** An instant after which what it ended is started again, when its duration is over. */
  readonly comesBack?: boolean
  /** Where it has a probability although it does not hit records: what each draw is for. */
  readonly probabilityPer?: 'connection'
  /** Nothing else can happen to its target at the same time. */
  readonly isAlone: boolean
  /** Where it means something: `cache`, `feed.cost`, `bolt.<name>`. */
  readonly targets: readonly string[]
  /** Those of them that mean something in one of the two targets of a run only. */
  readonly onlyOn?: Readonly<Record<string, RunTarget>>
  readonly attributes: Readonly<Record<string, FaultAttribute>>
  readonly example: string
  /**
   * What reaches the log of an event's line that is hit on its way from its feed, in order. `held` is what the fault
   * keeps back on the way to that partition; what is in it when the fault ends comes then.
   */
  onLine?(line: string, attributes: Readonly<Record<string, AttributeValue>>, held: Held): readonly string[]
  /** What reaches the log where a line passes that is not hit; the line alone, where this is left out. */
  onPassingLine?(line: string, held: Held): readonly string[]
  /** A call of a port that is hit. It proceeds when and if this says so; `Unavailable` refuses it. */
  onCall?<Answer>(call: PortCall<Answer>, fault: ActingFault): Promise<Answer>
  /** The calls that it can hit; all of them where this is left out. */
  readonly operations?: readonly Operation[]
  /** A step of a bolt that is hit. `StepFailed` breaks the bolt. */
  onStep?<Result>(step: () => Result, fault: ActingFault): Result
  /** A turn of a worker that is hit, in which each of its partitions takes at most a batch. */
  onTurn?(turn: () => Promise<boolean>, fault: ActingFault): Promise<boolean>
  /** It ends the worker that is hit; another begins in its place, after an interval or, after an instant, at once. */
  readonly endsWorker?: WorkerEnd
  /** By how many milliseconds the clock is ahead from then on. */
  clockErrorMs?(attributes: Readonly<Record<string, AttributeValue>>): number
  /** What Toxiproxy does between us and a real server. */
  toxic?(attributes: Readonly<Record<string, AttributeValue>>): Toxic
}
