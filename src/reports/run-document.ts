import type { ControlRun } from './control-run.ts'

/** `unknown` is never a pass: something could not be judged. */
export type Status = 'pass' | 'fail' | 'unknown'

/** What stands in run.json and comes out of `--json`. What is absent is null. */
export interface RunDocument {
  readonly schemaVersion: 1
  readonly run: RunFacts
  /** By `name` or `name{tag:value}`. */
  readonly metrics: MetricsMap
  readonly thresholds: readonly ThresholdResult[]
  readonly invariants: readonly InvariantResult[]
  readonly faults: readonly FaultResult[]
  readonly verdict: Status
  readonly exitCode: number
  /** Only where a run without faults was made beside this one (`--control`). */
  readonly control?: ControlRun
}

export interface RunFacts {
  readonly id: string
  readonly scenario: string
  /** Text, because seeds go up to 2^53 and beyond in other people's JSON. */
  readonly seed: string
  readonly target: string
  readonly version: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  /** What repeats the run. */
  readonly command: string
  readonly runDir: string | null
  readonly decisionsSha256: string | null
}

export type MetricsMap = Readonly<Record<string, Metric>>

export type Metric =
  | { readonly type: 'counter'; readonly unit: string; readonly values: CounterValues }
  | { readonly type: 'gauge'; readonly unit: string; readonly values: GaugeValues }
  | { readonly type: 'histogram'; readonly unit: string; readonly values: HistogramValues }

/** `rate` is a second of traffic. */
export interface CounterValues {
  readonly count: number | null
  readonly rate: number | null
}

export interface GaugeValues {
  readonly value: number | null
  readonly min: number | null
  readonly max: number | null
}

/** More percentiles than these five appear where a threshold asks for them. */
export interface HistogramValues {
  readonly count: number
  readonly avg: number | null
  readonly min: number | null
  readonly med: number | null
  readonly max: number | null
  readonly [percentile: `p(${number})`]: number | null
}

export interface ThresholdResult {
  /** With its tags: the key in `metrics`. */
  readonly metric: string
  readonly expression: string
  readonly actual: number | null
  readonly status: Status
  readonly message: string
}

/** As the checks hand it over; examples are plain facts with the place where anybody can look them up. */
export interface InvariantResult {
  readonly name: string
  readonly status: Status
  readonly checked: number
  readonly violations: number
  readonly examples: readonly Readonly<Record<string, unknown>>[]
}

export interface FaultResult {
  readonly spec: string
  readonly startedAtMs: number | null
  readonly endedAtMs: number | null
  readonly injected: number | null
  readonly eligible: number | null
  readonly recoveryMs: number | null
}
