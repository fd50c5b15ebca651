import type { AttributeValue } from '../fault.ts'

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

/**
 * One kind of fault: data, and where it acts on a feed, what it does to a line. Adding one is a file like this and a
 * line in the registry; grammar, checks, help and test matrices follow from it.
 */
export interface FaultKind {
  readonly summary: string
  /** `instant`: it happens; `interval`: it is on for a time; `per_record`: while on, records are hit one by one. */
  readonly timing: 'instant' | 'interval' | 'per_record'
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
  /** What becomes of an event's line that is hit on its way from the feed to the log. */
  onLine?(line: string, attributes: Readonly<Record<string, AttributeValue>>): readonly string[]
  /** What Toxiproxy does between us and a real server. */
  toxic?(attributes: Readonly<Record<string, AttributeValue>>): Toxic
}
