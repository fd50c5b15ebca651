import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { ByteRing } from '../../adapters/embedded/byte-ring.ts'
import { Doorbell, sleepMs } from '../../adapters/embedded/doorbell.ts'
import { monotonicMs, RunControl } from '../../adapters/embedded/run-control.ts'
import { writeWhole } from '../../adapters/files/write-whole.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import { type FaultCount, FeedFaults } from '../../faults/feed-faults.ts'
import { Random } from '../../engine/kernel/random.ts'
import { generateCatalog } from '../../scenarios/generated-catalog/generate.ts'
import { openMarket } from '../../scenarios/market.ts'
import { planOf } from '../../scenarios/plan.ts'
import { FEEDS, type FeedKind } from '../../scenarios/scenario.ts'
import { seedLines } from '../../scenarios/seed-lines.ts'
import { Traffic } from '../../scenarios/traffic.ts'
import type { GeneratorSetting, GeneratorTotals } from './generator-setting.ts'
import { injectedFaults } from './news.ts'
import { Outbox } from './outbox.ts'
import { RateRecorder } from './rate-recorder.ts'
import type { GeneratorReport } from './thread-reports.ts'

const LATE_MS = 10
const SENT_EVERY_MS = 1000
const SEED_LINES_A_TURN = 256
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

/** Everything the partitions know before traffic begins; resolves when its prices can be read. */
function seed(): void {
  const sources = rings.map((_, partition) => ({ partition, lines: seedLines(market, partition) }))
  let open = sources
  while (open.length > 0) open = open.filter(({ partition, lines }) => seedSome(partition, lines))
  outbox.flush()
  while (rings.some((ring) => ring.lag > 0) && !control.stopping) sleepMs(0.5)
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
  readonly faults = new FeedFaults(setting.faults, new Random(scenario.seed).fork('faults'))
  readonly plan = [...setting.faults]
  readonly traffic = new Traffic(market, { isSilent: (kind, atMs) => this.#isSilent(kind, atMs) })
  readonly #silent: Record<FeedKind, number> = { demand: 0, sales: 0, inventory: 0, competitor: 0, cost: 0, rules: 0 }
  readonly duplicates = rings.map(() => 0)
  readonly rates = new RateRecorder()
  readonly #seeded = rings.map((ring) => ring.pushedCount)
  inTime = 0
  lateByGenerator = 0
  lateByBackpressure = 0
  #elapsedMs = 0

  /**
   * The schedule's own count, as far as the run went once it is stopped. What a feed would have sent while it was down is
   * not in it: nobody can be late with that.
   */
  planned(): Readonly<Record<FeedKind, number>> {
    const untilMs = control.stopping ? this.#elapsedMs : scenario.durationMs
    const { byKind } = planOf(scenario, untilMs)
    return Object.fromEntries(FEEDS.map((kind) => [kind, byKind[kind] - this.#silent[kind]])) as Record<FeedKind, number>
  }

  #inject(fault: PlannedFault): void {
    this.plan.push(fault)
    this.faults.add(fault)
  }

  #isSilent(kind: FeedKind, atMs: number): boolean {
    const silent = this.faults.isSilent(kind, atMs)
    if (silent) this.#silent[kind]++
    return silent
  }

  /** Everything due by `untilMs`, then the rings' doorbells. */
  send(untilMs: number): void {
    for (const fault of injectedFaults()) this.#inject(fault)
    const blockedBefore = outbox.blockedMs
    this.#elapsedMs = untilMs
    this.traffic.emitDue(untilMs, this.#sink)
    outbox.flush()
    // What waited for room in the log is late because of the pipeline; the rest of what is late, because of us.
    this.#blocked = outbox.blockedMs > blockedBefore
  }
  #blocked = false

  readonly #sink = (partition: number, kind: FeedKind, line: string, intendedMs: number): void => {
    this.rates.record(intendedMs, this.#elapsedMs)
    if (this.#elapsedMs - intendedMs <= LATE_MS) this.inTime++
    else if (this.#blocked) this.lateByBackpressure++
    else this.lateByGenerator++
    if (this.faults.isQuiet(intendedMs)) return outbox.add(partition, line)
    const lines = this.faults.apply(kind, line, intendedMs)
    this.duplicates[partition] += lines.length - 1
    for (const sent of lines) outbox.add(partition, sent)
  }

  /** What was handed over and what the log has acknowledged: the checks believe this file, not the pipeline. */
  writeSent(): void {
    const partitions = rings.map((ring, partition) => {
      const handed = this.traffic.handed[partition] ?? 0
      const unacknowledged = ring.pushedCount - ring.acceptedCount
      return { partition, handed, acked: Math.max(0, handed - unacknowledged), records: ring.pushedCount - this.#seeded[partition] }
    })
    const duplicatesInjected = this.duplicates.reduce((sum, count) => sum + count, 0)
    const sent = { schemaVersion: 1, generators: [{ generator: 1, partitions }], planned: this.planned(), sent: this.traffic.sent, duplicatesInjected }
    writeWhole(join(setting.runDir, 'sent.json'), JSON.stringify(sent))
  }
}

/** Everything sent so far was due so far, so what is late now is late for good. */
function report({ inTime, traffic }: Sender): void {
  const sent = Object.values(traffic.sent).reduce((sum, count) => sum + count, 0)
  const report: GeneratorReport = { kind: 'progress', achievedRatio: sent === 0 ? null : inTime / sent }
  parentPort!.postMessage(report)
}

function sendPaced(sender: Sender): void {
  while (control.startedAtMs === 0 && !control.stopping) sleepMs(0.5)
  let sentAt = 0
  for (let elapsedMs = 0; elapsedMs < scenario.durationMs && !control.stopping; ) {
    elapsedMs = Math.min(Math.floor(monotonicMs() - control.startedAtMs), scenario.durationMs)
    if (elapsedMs > 0) sender.send(elapsedMs)
    if (elapsedMs - sentAt >= SENT_EVERY_MS) {
      sender.writeSent()
      report(sender)
      sentAt = elapsedMs
    }
    sleepMs(Math.floor(elapsedMs) + 1 - (monotonicMs() - control.startedAtMs))
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
sender.writeSent()
while (control.startedAtMs === 0 && !control.stopping) sleepMs(0.5)
const beganMs = monotonicMs()
if (paced) sendPaced(sender)
else sendUnpaced(sender)
const trafficMs = monotonicMs() - beganMs
while (rings.some((ring) => ring.pushedCount !== ring.acceptedCount) && !control.stopping) sleepMs(1)
sender.writeSent()

const hits = (count: FaultCount | undefined) => (count ? { injected: count.injected, eligible: count.eligible } : null)

const totals: GeneratorTotals = {
  planned: sender.planned(),
  sent: sender.traffic.sent,
  inTime: sender.inTime,
  lateByGenerator: sender.lateByGenerator,
  lateByBackpressure: sender.lateByBackpressure,
  injected: sender.plan.map((planned) => hits(sender.faults.countOf(planned))),
  rates: { planned: sender.rates.planned, sent: sender.rates.sent },
  trafficMs,
}
parentPort!.postMessage({ kind: 'done', totals })
