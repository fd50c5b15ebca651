/** What is hit: a port, or one part of it (`bolt.price`, `feed.cost`, `log.2`). */
export interface FaultTarget {
  readonly name: string
  readonly part?: string
}

export type AttributeValue = string | number

/** One fault as it was asked for, every default filled in. */
export interface FaultSpec {
  /** The shortest text that means this fault; equal faults have equal texts. */
  readonly text: string
  readonly target: FaultTarget
  readonly kind: string
  readonly attributes: Readonly<Record<string, AttributeValue>>
  readonly startMs: number
  /** null: to the end of the run, or no length at all where the kind is an instant. */
  readonly durationMs: number | null
  /** Share of the records that are hit. */
  readonly probability: number
}

/** A fault with its place in a run; an instant ends where it starts. */
export interface PlannedFault {
  readonly spec: FaultSpec
  readonly startMs: number
  readonly endMs: number
}

/** Whether time `ms` of the run lies within the fault. */
export const isOn = ({ startMs, endMs }: PlannedFault, ms: number): boolean => startMs <= ms && ms < endMs

export const targetText = ({ name, part }: FaultTarget): string => (part === undefined ? name : `${name}.${part}`)
