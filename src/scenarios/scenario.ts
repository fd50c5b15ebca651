import type { PricingPolicy } from '../engine/pricing/policy.ts'
import type { Promotion } from '../engine/pricing/promotions/promotion.ts'

/** Events by the feed that sends them; each is one `feed.<kind>` for faults. */
export const FEEDS = ['demand', 'sales', 'inventory', 'competitor', 'cost', 'rules'] as const
export type FeedKind = (typeof FEEDS)[number]

/** Events a second over the run; times in ms from its start. */
export type TrafficShape =
  | { readonly kind: 'constant'; readonly rate: number }
  | { readonly kind: 'ramp'; readonly from: number; readonly to: number }
  | { readonly kind: 'spike'; readonly rate: number; readonly peak: number; readonly atMs: number; readonly forMs: number }
  | { readonly kind: 'sine'; readonly mean: number; readonly amplitude: number; readonly periodMs: number }
  | { readonly kind: 'stages'; readonly startRate: number; readonly stages: readonly { readonly durationMs: number; readonly rate: number }[] }

export type ShapeOf<Kind extends TrafficShape['kind']> = Extract<TrafficShape, { kind: Kind }>

/** A scenario, fully resolved: durations in ms, defaults filled in. Enough to repeat a run. */
export interface Scenario {
  readonly schemaVersion: 1
  readonly name: string
  readonly summary: string
  readonly seed: string
  readonly durationMs: number
  /** Virtual start of the run, epoch ms; written in files as a local time and an IANA zone. */
  readonly startsAt: number
  readonly timeZone: string
  readonly partitions: number
  readonly catalog: {
    /** A CSV file; null: a catalogue generated from the seed with `skus` entries. */
    readonly file: string | null
    readonly skus: number
    readonly stores: readonly string[]
    /** Multiplies the seeded stock; overstock scenarios start high. */
    readonly stockFactor: number
  }
  readonly traffic: {
    readonly shape: TrafficShape
    readonly zipf: number
    /** Shares by feed; they add up to 1. */
    readonly mix: Readonly<Record<FeedKind, number>>
    /** Price reads a second as a share of the event rate. */
    readonly readShare: number
    /** Share of competitor events that undercut. */
    readonly undercutShare: number
    /** Size of ordinary cost changes, and one common jump for a share of the SKUs, if any. */
    readonly cost: { readonly stepBps: number; readonly shock: null | { readonly atMs: number; readonly upBps: number; readonly skuShare: number } }
    /** Milliseconds by which event time may trail the send time. */
    readonly sourceDelayMs: number
  }
  /** Null: everything is queued, however long. Else, how far behind the schedule a partition may be before events are rejected. */
  readonly admission: null | { readonly lagMaxMs: number }
  readonly promotions: readonly Promotion[]
  readonly policy: PricingPolicy
  readonly faults: readonly string[]
  readonly thresholds: readonly string[]
  /** Those of the thresholds that end the run as soon as they fail, from `delayMs` after its start on. */
  readonly abortOnFail: readonly { readonly threshold: string; readonly delayMs: number }[]
  /** Latency gate of the recovery rule, ms. */
  readonly latencyGateMs: number
}
