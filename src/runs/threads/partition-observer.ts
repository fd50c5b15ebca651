import type { BoltCrash } from '../../engine/kernel/ports.ts'
import type { Step } from '../../engine/kernel/program.ts'
import type { RunnerObserver } from '../../engine/kernel/runner.ts'
import type { PublishedPrice } from '../../engine/pricing/ports.ts'
import { monotonicMs, type RunClock } from '../../adapters/embedded/run-control.ts'
import type { Metrics } from '../../reports/metrics.ts'
import type { Intake } from './intake.ts'
import type { LatencyRecorder } from './latency-recorder.ts'
import type { Restart } from './pipeline-setting.ts'

/** What the partitions of one thread add up to. */
export class Tally {
  readonly counts: Record<string, number> = {}
  readonly restarts: Restart[] = []
  readonly service
  readonly exposure
  readonly margins
  /** Null where traffic is not paced: there is no time at which an event was due. */
  readonly latency: LatencyRecorder | null

  constructor(metrics: Metrics, latency: LatencyRecorder | null) {
    this.service = metrics.histogram('service_latency')
    this.exposure = metrics.histogram('margin_exposure_ms')
    this.margins = metrics.histogram('margin_bps')
    this.latency = latency
  }

  count(name: string, by: number): void {
    this.counts[name] = (this.counts[name] ?? 0) + by
  }
}

/** Counts what one partition did, from the moment traffic begins: the seeding of the catalogue is not traffic. */
export class PartitionObserver implements RunnerObserver<PublishedPrice> {
  readonly #partition: number
  readonly #clock: RunClock
  readonly #startsAt: number
  readonly #intake: Intake
  readonly #tally: Tally
  #isLive = false
  #crash: { readonly bolt: string; readonly atMs: number; readonly at: number } | undefined

  constructor(partition: number, clock: RunClock, startsAt: number, intake: Intake, tally: Tally) {
    this.#partition = partition
    this.#clock = clock
    this.#startsAt = startsAt
    this.#intake = intake
    this.#tally = tally
  }

  /** From here on: what was committed before, somebody else has counted, unless he came to his end just before that. */
  begin(): void {
    this.#isLive = true
  }

  committed(step: Step<PublishedPrice>, inputs: number, now: number, batch: number): void {
    if (!this.#isLive && batch <= this.#intake.processedBatch) return
    this.#intake.processed(inputs, batch)
    if (now <= this.#startsAt) return
    for (const [name, count] of step.counts) this.#tally.count(name, count)
    this.#tally.count('prices_published', step.outputs.length)
    for (const margin of step.samples.marginsBps) this.#tally.margins.record(margin)
    if (this.#tally.latency) this.#recordTimes(this.#tally.latency, step)
  }

  crashed({ bolt }: BoltCrash): void {
    this.#crash = { bolt, atMs: this.#clock.elapsedMs(), at: monotonicMs() }
  }

  recovered(batches: number): void {
    const { bolt, atMs, at } = this.#crash!
    this.#tally.restarts.push({ partition: this.#partition, bolt, atMs, restartMs: monotonicMs() - at, batches })
  }

  #recordTimes(latency: LatencyRecorder, { samples }: Step<PublishedPrice>): void {
    const elapsedMs = this.#clock.elapsedMs()
    for (const receivedAt of samples.decided) latency.record(receivedAt - this.#startsAt, elapsedMs - (receivedAt - this.#startsAt))
    for (const receivedAt of samples.costs) this.#tally.exposure.record(toMicroseconds(elapsedMs - (receivedAt - this.#startsAt)))
    latency.lag(elapsedMs, this.#partition, this.#intake.lag)
    const now = monotonicMs()
    for (const { records, atMs } of this.#intake.handedOver()) {
      const isTraffic = now - atMs <= elapsedMs
      if (isTraffic) this.#tally.service.record(toMicroseconds(now - atMs), records)
    }
  }
}

const toMicroseconds = (ms: number): number => Math.max(0, Math.round(ms * 1000))
