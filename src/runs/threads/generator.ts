import { parentPort, workerData } from 'node:worker_threads'
import { ByteRing } from '../../adapters/embedded/byte-ring.ts'
import { Doorbell, sleepMs } from '../../adapters/embedded/doorbell.ts'
import { monotonicMs, RunControl } from '../../adapters/embedded/run-control.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import { FeedFaults } from '../../faults/feed-faults.ts'
import { Random } from '../../engine/kernel/random.ts'
import { Admission, noCounts } from '../../scenarios/admission.ts'
import type { Draft } from '../../scenarios/feeds/feed.ts'
import { generateCatalog } from '../../scenarios/generated-catalog/generate.ts'
import { openMarket } from '../../scenarios/market.ts'
import { planOf } from '../../scenarios/plan.ts'
import { FEEDS, type FeedKind } from '../../scenarios/scenario.ts'
import { seedLines } from '../../scenarios/seed-lines.ts'
import { Traffic } from '../../scenarios/traffic.ts'
import { type GeneratorSetting, type GeneratorTotals, isInSegment, type SentPartition } from './generator-setting.ts'
import { KeptBack } from './kept-back.ts'
import { injectedFaults } from './news.ts'
import { Outbox } from './outbox.ts'
import { RateRecorder } from './rate-recorder.ts'
import type { GeneratorReport } from './thread-reports.ts'

const LATE_MS = 10
const REPORT_EVERY_MS = 1000
const SEED_LINES_A_TURN = 256
const TICK_MS = 1
/** Who sends what stands in the rings comes by every 20 ms: more ticks than these only take time from others, and fewer are late sooner. */
const TICK_MS_ON_KAFKA = 2
/** Without pacing: virtual milliseconds made in one go. */
const SLICE_MS = 20
/** Virtual time that passes after unpaced traffic, so that folded work falls due. */
const AFTERMATH_MS = 1000

const setting = workerData as GeneratorSetting
const { scenario, shared, paced } = setting
const control = new RunControl(shared.control)
const rings = shared.rings.map((ring) => new ByteRing(ring))
const outbox = new Outbox(rings, shared.doorbells.map((bell) => new Doorbell(bell)), () => control.stopping)
const skus = setting.skus ?? (await generateCatalog(scenario.seed, scenario.catalog.skus))
const market = openMarket(scenario, skus)
/** Every segment makes the whole schedule, and so the same ids and chances; it hands over what is its own. */
const mine = rings.map((_, partition) => isInSegment(setting.segment, partition))

/** Everything the partitions know before traffic begins. Who sees the pipeline waits until its prices can be read. */
function seed(): void {
  let open = rings.flatMap((_, partition) => (mine[partition] ? [{ partition, lines: seedLines(market, partition) }] : []))
  while (open.length > 0) open = open.filter(({ partition, lines }) => seedSome(partition, lines))
  outbox.flush()
  while (rings.some((ring) => recordsOpen(ring) > 0) && !control.stopping) sleepMs(0.5)
}

/** Records that are not decided; where nobody here sees the pipeline, those that the log does not have. */
function recordsOpen(ring: ByteRing): number {
  return setting.seededWhen === 'decided' ? ring.lag : ring.pushedCount - ring.acceptedCount
}

/** False where the source has run dry. */
function seedSome(partition: number, lines: Generator<string, void>): boolean {
  for (let count = 0; count < SEED_LINES_A_TURN; count++) {
    const { value, done } = lines.next()
    if (done) return false
    outbox.add(partition, value as string)
  }
  return true
}

class Sender {
  readonly #faults = new FeedFaults(setting.faults, new Random(scenario.seed).fork('faults'))
  readonly #plan = [...setting.faults]
  readonly #keptBack = new KeptBack()
  #isKeeping = false
  readonly #admission = scenario.admission && new Admission(market, scenario.admission.lagMaxMs, { lagOf: (partition) => recordsOpen(rings[partition]), filledOf: (partition) => rings[partition].filled })
  readonly #traffic = new Traffic(market, {
    isSilent: (kind, atMs) => this.#isSilent(kind, atMs),
    ...(this.#admission && { rejects: (kind, draft, partition, atMs) => this.#rejects(this.#admission!, kind, draft, partition, atMs) }),
  })
  readonly #silent = noCounts()
  readonly #sent = noCounts()
  readonly #rates = new RateRecorder()
  readonly #seeded = rings.map((ring) => ring.pushedCount)
  #duplicates = 0
  #inTime = 0
  #lateByGenerator = 0
  #lateByBackpressure = 0
  #elapsedMs = 0

  /**
   * The schedule's own count, as far as the run went once it is stopped. What a feed would have sent while it was down is
   * not in it: nobody can be late with that.
   */
  #planned(): Readonly<Record<FeedKind, number>> {
    const untilMs = control.stopping ? this.#elapsedMs : scenario.durationMs
    const { byKind } = planOf(scenario, untilMs)
    return Object.fromEntries(FEEDS.map((kind) => [kind, byKind[kind] - this.#silent[kind]])) as Record<FeedKind, number>
  }

  #inject(fault: PlannedFault): void {
    this.#plan.push(fault)
    this.#faults.add(fault)
  }

  #isSilent(kind: FeedKind, atMs: number): boolean {
    const silent = this.#faults.isSilent(kind, atMs)
    if (silent) this.#silent[kind]++
    return silent
  }

  /** What is rejected was offered, in time or late, as anything else. */
  #rejects(admission: Admission, kind: FeedKind, draft: Draft, partition: number, intendedMs: number): boolean {
    const isRejected = mine[partition] && admission.rejects(kind, draft, partition, intendedMs)
    if (isRejected) this.#count(kind, intendedMs)
    return isRejected
  }

  /** Everything due by `untilMs`, then the rings' doorbells. */
  send(untilMs: number): void {
    for (const fault of injectedFaults()) this.#inject(fault)
    const blockedBefore = outbox.blockedMs
    this.#elapsedMs = untilMs
    this.#traffic.emitDue(untilMs, this.#sink)
    if (this.#isKeeping) this.#free(untilMs)
    outbox.flush()
    if (this.#isKeeping) this.#noteFreed()
    // What waited for room in the log is late because of the pipeline; the rest of what is late, because of us.
    this.#blocked = outbox.blockedMs > blockedBefore
  }
  #blocked = false

  readonly #sink = (partition: number, kind: FeedKind, line: string, intendedMs: number): void => {
    if (mine[partition]) this.#count(kind, intendedMs)
    if (this.#faults.isQuiet(intendedMs)) return this.#hand(partition, line)
    const heldBefore = this.#faults.heldOf(partition)
    const lines = this.#faults.apply(kind, line, intendedMs, partition)
    const held = this.#faults.heldOf(partition)
    if (mine[partition]) this.#duplicates += lines.length - 1 + held - heldBefore
    if (held > 0) this.#keep(partition)
    for (const sent of lines) this.#hand(partition, sent)
  }

  /** The event that was made last, and others behind it, may be kept back. */
  #keep(partition: number): void {
    this.#isKeeping = true
    this.#keptBack.since(partition, this.#traffic.handed[partition] - 1)
  }

  /** What faults have kept back that are over by then goes on its way. */
  #free(untilMs: number): void {
    for (const { partition, line } of this.#faults.freedBy(untilMs)) this.#hand(partition, line)
  }

  #noteFreed(): void {
    for (const [partition, ring] of rings.entries()) if (this.#faults.heldOf(partition) === 0) this.#keptBack.freed(partition, ring.pushedCount)
  }

  /** Where the traffic ends before its faults do, what they keep back goes on its way all the same. */
  finish(): void {
    this.#free(Infinity)
    outbox.flush()
    this.#noteFreed()
  }

  #count(kind: FeedKind, intendedMs: number): void {
    this.#sent[kind]++
    this.#rates.record(intendedMs, this.#elapsedMs)
    if (this.#elapsedMs - intendedMs <= LATE_MS) this.#inTime++
    else if (this.#blocked) this.#lateByBackpressure++
    else this.#lateByGenerator++
  }

  #hand(partition: number, line: string): void {
    if (mine[partition]) outbox.add(partition, line)
  }

  totals(): GeneratorTotals {
    return {
      planned: this.#planned(),
      sent: this.#sent,
      inTime: this.#inTime,
      lateByGenerator: this.#lateByGenerator,
      lateByBackpressure: this.#lateByBackpressure,
      injected: this.#faults.hits(this.#plan),
      partitions: rings.flatMap((ring, partition) => (mine[partition] ? [this.#sentTo(ring, partition)] : [])),
      duplicatesInjected: this.#duplicates,
      rates: { planned: this.#rates.planned, sent: this.#rates.sent },
      trafficMs: control.startedAtMs === 0 ? 0 : monotonicMs() - control.startedAtMs,
    }
  }

  #sentTo(ring: ByteRing, partition: number): SentPartition {
    const handed = this.#traffic.handed[partition] ?? 0
    const unacknowledged = ring.pushedCount - ring.acceptedCount
    const acked = this.#keptBack.sure(partition, Math.max(0, handed - unacknowledged), ring.acceptedCount)
    const rejected = this.#admission?.rejected[partition] ?? noCounts()
    return { partition, offered: this.#traffic.offered[partition], handed, acked, records: ring.pushedCount - this.#seeded[partition], rejected }
  }
}

function report(sender: Sender): void {
  const report: GeneratorReport = { kind: 'progress', totals: sender.totals() }
  parentPort!.postMessage(report)
}

function sendPaced(sender: Sender): void {
  while (control.startedAtMs === 0 && !control.stopping) sleepMs(0.5)
  const tickMs = setting.kafka ? TICK_MS_ON_KAFKA : TICK_MS
  let reportedAt = 0
  for (let elapsedMs = 0; elapsedMs < scenario.durationMs && !control.stopping; ) {
    elapsedMs = Math.min(Math.floor(monotonicMs() - control.startedAtMs), scenario.durationMs)
    if (elapsedMs > 0) sender.send(elapsedMs)
    if (elapsedMs - reportedAt >= REPORT_EVERY_MS) {
      report(sender)
      reportedAt = elapsedMs
    }
    sleepMs(Math.floor(elapsedMs) + tickMs - (monotonicMs() - control.startedAtMs))
  }
}

function sendUnpaced(sender: Sender): void {
  for (let elapsedMs = SLICE_MS; elapsedMs <= scenario.durationMs && !control.stopping; elapsedMs += SLICE_MS) {
    control.reach(elapsedMs)
    sender.send(elapsedMs)
  }
  while (rings.some((ring) => ring.lag > 0) && !control.stopping) sleepMs(0.5)
  control.reach(scenario.durationMs + AFTERMATH_MS)
}

seed()
parentPort!.postMessage({ kind: 'seeded', keys: skus.map(({ sku }) => sku), shares: market.skuShares })
const sender = new Sender()
report(sender)
while (control.startedAtMs === 0 && !control.stopping) sleepMs(0.5)
if (paced) sendPaced(sender)
else sendUnpaced(sender)
sender.finish()
const { trafficMs } = sender.totals()
while (rings.some((ring) => ring.pushedCount !== ring.acceptedCount) && !control.stopping) sleepMs(1)
parentPort!.postMessage({ kind: 'done', totals: { ...sender.totals(), trafficMs } })
