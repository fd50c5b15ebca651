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
}

/**
 * One kind of fault: data, and where it acts on a feed, what it does to a line. Adding one is a file like this and a
 * line in the registry; grammar, checks, help and test matrices follow from it.
 */
export interface FaultKind {
  readonly summary: string
  /** `instant`: it happens; `interval`: it is on for a time; `per_record`: while on, records are hit one by one. */
  readonly timing: 'instant' | 'interval' | 'per_record'
  /** Nothing else can happen to its target at the same time. */
  readonly isAlone: boolean
  /** Where it means something: `cache`, `feed.cost`, `bolt.<name>`. */
  readonly targets: readonly string[]
  readonly attributes: Readonly<Record<string, FaultAttribute>>
  readonly example: string
  /** What becomes of an event's line that is hit on its way from the feed to the log. */
  onLine?(line: string, attributes: Readonly<Record<string, AttributeValue>>): readonly string[]
}
