import { concludeInvariants, type Invariant } from '../conclude.ts'
import type { Evidence, PartitionFindings } from '../findings.ts'
import { inspectPartition } from '../inspect-partition.ts'
import type { Tolerance } from '../ledger/tolerance.ts'
import type { Absence } from '../record/absences.ts'
import type { LogSource } from '../record/log-reader.ts'
import type { PriceRead } from '../record/price-read.ts'
import { decisions, type RowFacts, seeded, updated } from './lines.ts'
import { LogBuilder, SCENARIO, START, STORE } from './log-builder.ts'

export const NO_EVIDENCE: Evidence = { sent: null, recordedSha256: null, reexecutedSha256: null }

/** A log whose first decision about a SKU with these facts is this one. */
export const decidedLog = (facts: object, row: RowFacts): LogBuilder =>
  new LogBuilder().batch({
    now: START,
    inputs: [seeded('A', facts)],
    outputs: ({ input }) => [decisions(input(0), row), updated(input(0), { priceMinor: row.priceMinor === undefined ? 10_000 : row.priceMinor })],
  })

/** A log whose first batch seeds SKU A in one store and publishes its base price. */
export const seededLog = (): LogBuilder => decidedLog({}, {})

export type ReadFacts = Partial<Omit<PriceRead, 'place' | 'reader'>>

/** A read of A's base price from the cache, under the lease of the first batch. */
export function readLine(facts: ReadFacts = {}): string {
  const times = { now: START, validUntil: START + 86_400_000, leaseUntil: START + 5_000, publishedAt: START }
  const healthy = { sku: 'A', store: STORE, source: 'cache', priceMinor: 10_000, version: 1, ...times }
  return `${JSON.stringify({ ...healthy, ...facts })}\n`
}

/** The rest of a run folder, where a test is about it. */
export interface Surroundings {
  /** Fields of scenario.json beyond the documented defaults. */
  readonly scenario?: object
  /** Lines of what stood at the end. */
  readonly prices?: readonly string[]
  readonly absences?: readonly Absence[]
  /** The embedded target's, where nothing else is said. */
  readonly tolerance?: Tolerance
}

/** What the checks find in a log of one partition and in the log of one reader. */
export function inspect(log: LogBuilder | LogSource, reads: readonly string[] = [], { scenario, prices = [], absences, tolerance }: Surroundings = {}): PartitionFindings {
  const source = log instanceof LogBuilder ? [log.bytes()] : log
  const readers = [{ reader: '1', chunks: [Buffer.from(reads.join(''))] }]
  return inspectPartition({ partition: 0, scenario: { ...SCENARIO, ...scenario }, log: source, reads: readers, prices: [Buffer.from(prices.join(''))], absences, tolerance })
}

/** The verdicts by name. */
export function judge(log: LogBuilder | LogSource, reads: readonly string[] = [], evidence: Partial<Evidence> = {}, surroundings: Surroundings = {}): Record<string, Invariant> {
  const invariants = concludeInvariants([inspect(log, reads, surroundings)], { ...NO_EVIDENCE, ...evidence })
  return Object.fromEntries(invariants.map((invariant) => [invariant.name, invariant]))
}

/** Names of the invariants that failed, for a glance at the whole verdict. */
export function failures(log: LogBuilder | LogSource, reads: readonly string[] = [], evidence: Partial<Evidence> = {}): string[] {
  return Object.values(judge(log, reads, evidence)).flatMap(({ name, status }) => (status === 'fail' ? [name] : []))
}

/** Acknowledgements of one generator in partition 0. */
export const acknowledged = (acked: number): Evidence['sent'] => ({ generators: [{ generator: 1, partitions: [{ partition: 0, handed: acked, acked }] }] })
