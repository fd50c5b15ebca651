import { BoltCrash } from '../../engine/kernel/ports.ts'
import type { Step } from '../../engine/kernel/program.ts'
import type { RunnerObserver } from '../../engine/kernel/runner.ts'
import type { PublishedPrice } from '../../engine/pricing/ports.ts'
import type { ByteRing } from '../../adapters/embedded/byte-ring.ts'
import { monotonicMs, type RunClock } from '../../adapters/embedded/run-control.ts'
import type { LatencyRecorder } from './latency-recorder.ts'
import type { PipelineTotals } from './pipeline-setting.ts'

/** What the partitions of one thread add up to. */
export interface Tally {
  readonly counts: Record<string, number>
  batches: number
  readonly crashes: PipelineTotals['crashes'][number][]
}

/** Counts what one partition did, from the moment traffic begins: the seeding of the catalogue is not traffic. */
export class PartitionObserver implements RunnerObserver<PublishedPrice> {
  readonly #partition: number
  readonly #clock: RunClock
  readonly #startsAt: number
  readonly #ring: ByteRing
  readonly #tally: Tally
  readonly #latency: LatencyRecorder | null
  #crash: { readonly bolt: string; readonly atMs: number; readonly at: number } | undefined

  constructor(partition: number, clock: RunClock, startsAt: number, ring: ByteRing, tally: Tally, latency: LatencyRecorder | null) {
    this.#partition = partition
    this.#clock = clock
    this.#startsAt = startsAt
    this.#ring = ring
    this.#tally = tally
    this.#latency = latency
  }

  committed(step: Step<PublishedPrice>, inputs: number, now: number): void {
    this.#ring.processed(inputs)
    if (now <= this.#startsAt) return
    const { counts } = this.#tally
    this.#tally.batches++
    for (const name in step.counts) counts[name] = (counts[name] ?? 0) + step.counts[name]
    counts.prices_published = (counts.prices_published ?? 0) + step.outputs.length
    if (this.#latency) this.#recordLatencies(this.#latency, step.decidedReceivedAt)
  }

  crashed({ bolt }: BoltCrash): void {
    this.#crash = { bolt, atMs: this.#clock.elapsedMs(), at: monotonicMs() }
  }

  recovered(batches: number): void {
    const { bolt, atMs, at } = this.#crash!
    this.#tally.crashes.push({ partition: this.#partition, bolt, atMs, restartMs: monotonicMs() - at, batches })
  }

  #recordLatencies(latency: LatencyRecorder, receivedAt: readonly number[]): void {
    const elapsedMs = this.#clock.elapsedMs()
    for (const at of receivedAt) latency.record(at - this.#startsAt, elapsedMs - (at - this.#startsAt))
    latency.lag(elapsedMs, this.#ring.lag)
  }
}
