import type { Mistake } from '../../engine/kernel/user-error.ts'
import type { MetricName, Tags } from '../metric-names.ts'

export const OPERATORS = ['>=', '<=', '==', '!=', '>', '<'] as const
export type Operator = (typeof OPERATORS)[number]

/** What must hold at the end of a run: `decision_latency{phase:recovery}: p(99)<500`. */
export interface Threshold {
  readonly metric: MetricName
  readonly tags: Tags
  /** The metric with its tags: the key in the document. */
  readonly key: string
  /** `count`, `p(99)`: the name of one of the metric's values. */
  readonly aggregation: string
  readonly operator: Operator
  readonly value: number
  /** `p(99)<500`. */
  readonly expression: string
  /** All of it in its one form. */
  readonly text: string
}

/** Where a threshold was written: a flag (exit code 2) or a file (104). */
export interface Origin {
  readonly place: string
  readonly exitCode: 2 | 104
}

/** Throws a `UserError` about `value`. */
export type Refuse = (value: string, mistake: Pick<Mistake, 'code' | 'message' | 'rule' | 'fix'>) => never

/** What tags can name in this run; a list that is left out is not checked. */
export interface Taggable {
  readonly kinds?: readonly string[]
  readonly bolts?: readonly string[]
  readonly faults?: readonly string[]
}

/** Whether `actual` is on the right side. */
export function holds({ operator, value }: Threshold, actual: number): boolean {
  switch (operator) {
    case '>':
      return actual > value
    case '>=':
      return actual >= value
    case '<':
      return actual < value
    case '<=':
      return actual <= value
    case '==':
      return actual === value
    case '!=':
      return actual !== value
  }
}
