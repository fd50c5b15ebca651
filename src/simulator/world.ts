import type { BoltWrapper } from '../engine/kernel/bolt.ts'
import type { CrashPoint, EventLog } from '../engine/kernel/ports.ts'
import { Random } from '../engine/kernel/random.ts'
import { PartitionRunner } from '../engine/kernel/runner.ts'
import { BOLTS } from '../engine/pricing/bolts/registry.ts'
import { PatientProjection } from '../engine/pricing/patient-projection.ts'
import { PricingPipeline } from '../engine/pricing/pipeline.ts'
import { DEFAULT_POLICY, type PricingPolicy } from '../engine/pricing/policy.ts'
import type { PriceCache, PublishedPrice } from '../engine/pricing/ports.ts'
import { PriceReader } from '../engine/pricing/price-reader.ts'
import { PlannedCrashes } from '../faults/planned-crashes.ts'
import type { PlannedCrash } from '../faults/windows.ts'
import { ModelCheckpoints, ModelLog } from './model-log.ts'
import { ModelCache, ModelStore } from './model-prices.ts'
import { MODEL_SKUS, MODEL_STORES, ModelTraffic } from './model-traffic.ts'
import type { SeededBug } from './seeded-bug.ts'
import { VirtualClock } from './virtual-clock.ts'

const STARTS_AT = 1_795_840_200_000
const POINTS: readonly CrashPoint[] = ['read', 'compute', 'commit', 'publish']

export interface WorldOptions {
  readonly events: number
  readonly crashes: number
  /** Shares of the events that are sent twice, and held back. */
  readonly duplicates: number
  readonly delays: number
  readonly bug?: SeededBug
}

export const DEFAULT_WORLD: WorldOptions = { events: 400, crashes: 4, duplicates: 0.05, delays: 0.05 }

/** Everything that happened, as a run folder would hold it. */
export interface History {
  readonly scenario: { readonly schemaVersion: 1; readonly partitions: 1; readonly catalog: { readonly stores: readonly string[] }; readonly policy: PricingPolicy }
  readonly log: Buffer
  readonly logLines: readonly string[]
  readonly reads: readonly string[]
  readonly sent: { readonly handed: number; readonly duplicates: number }
  readonly crashed: number
}

/**
 * A small world from one seed: the real runner, bolts, guard and publisher on a virtual clock, with a log, a cache and a
 * store that are models, and with crashes, duplicates and delays. Same seed, same history, to the byte.
 */
export async function simulateWorld(seed: string, options: WorldOptions = DEFAULT_WORLD): Promise<History> {
  const random = new Random(seed)
  const world = openWorld(random, options)
  for (const record of world.traffic.seeds(STARTS_AT)) world.log.send(record)
  await world.settle()
  const sender = new Sender(random.fork('sender'), options, world)
  const shopper = random.fork('shopper')
  while (sender.sends()) {
    world.clock.advance(random.between(0, 60))
    sender.sendSome()
    if (random.chance(0.7)) await world.runner.poll()
    if (random.chance(0.4)) await world.read(shopper)
  }
  await world.settle()
  world.clock.advance(1000)
  await world.settle()
  const { log, policy, reads, crashes } = world
  const scenario = { schemaVersion: 1, partitions: 1, catalog: { stores: MODEL_STORES }, policy } as const
  return { scenario, log: log.bytes(), logLines: log.lines, reads, sent: { handed: world.traffic.handed, duplicates: sender.duplicated }, crashed: crashes.count }
}

type World = ReturnType<typeof openWorld>

function openWorld(random: Random, { crashes: crashCount, events, bug }: WorldOptions) {
  const policy: PricingPolicy = { ...DEFAULT_POLICY, competitor: { match: true, decisionsPerSecond: 4 }, ...bug?.policy }
  const clock = new VirtualClock(STARTS_AT)
  const log = new ModelLog()
  const cache: PriceCache = bug?.cache?.(new ModelCache()) ?? new ModelCache()
  const store = new ModelStore()
  const faults = new PlannedCrashes(planCrashes(random.fork('crashes'), crashCount, events * 30), 0, STARTS_AT)
  const crashes = { count: 0 }
  const spoil = bug?.wrap?.()
  const wrap: BoltWrapper = (bolt) => faults.wrap(spoil ? spoil(bolt) : bolt)
  const checkpoints = new ModelCheckpoints()
  const runner = new PartitionRunner<PublishedPrice>(
    () => new PricingPipeline({ partition: 0, partitions: 1, policy, stores: MODEL_STORES, wrap }),
    { clock, log: (bug?.log?.(log) ?? log) as EventLog, checkpoints: bug?.checkpoints?.(checkpoints) ?? checkpoints, projections: [store, new PatientProjection(cache)], faults },
    { partition: 0, leaseMs: 5000, renewLeaseMs: 1000, checkpointEveryMs: 3000 },
    { committed: () => {}, crashed: () => void crashes.count++, recovered: () => {} },
  )
  const reader = new PriceReader(cache, store)
  const reads: string[] = []
  return {
    clock,
    log,
    policy,
    runner,
    reads,
    crashes,
    traffic: new ModelTraffic(random.fork('traffic')),
    async settle() {
      while ((await runner.poll()) >= 0);
    },
    async read(shopper: Random) {
      const [sku, store, now] = [shopper.pick(MODEL_SKUS), shopper.pick(MODEL_STORES), clock.now()]
      const { priceMinor, ...answer } = await reader.read(sku, store, now)
      reads.push(JSON.stringify({ now, sku, store, ...answer, priceMinor: priceMinor || null }))
    },
  }
}

/** The spout only reads: it has no memory to lose. */
const CRASHING = Object.keys(BOLTS).filter((bolt) => bolt !== 'spout')

function planCrashes(random: Random, count: number, overMs: number): PlannedCrash[] {
  return Array.from({ length: count }, (_, number) => ({ fault: `crash-${number}`, atMs: random.below(overMs), bolt: random.pick(CRASHING), at: random.pick(POINTS), partition: 0 }))
}

/** Sends what the traffic makes: most of it at once, some of it twice, some of it later. */
class Sender {
  readonly #random: Random
  readonly #options: WorldOptions
  readonly #world: World
  #later: { readonly at: number; readonly record: string }[] = []
  duplicated = 0

  constructor(random: Random, options: WorldOptions, world: World) {
    this.#random = random
    this.#options = options
    this.#world = world
  }

  sends(): boolean {
    return this.#world.traffic.handed < this.#options.events || this.#later.length > 0
  }

  sendSome(): void {
    const { clock, log, traffic } = this.#world
    const now = clock.now()
    for (const { record } of this.#later.filter(({ at }) => at <= now)) log.send(record)
    this.#later = this.#later.filter(({ at }) => at > now)
    for (let count = this.#random.below(4); count > 0 && traffic.handed < this.#options.events; count--) this.#send(traffic.next(now), now)
  }

  #send(record: string, now: number): void {
    const { duplicates, delays } = this.#options
    if (this.#random.chance(delays)) this.#later.push({ at: now + this.#random.between(1, 3000), record })
    else this.#world.log.send(record)
    if (!this.#random.chance(duplicates)) return
    this.duplicated++
    this.#later.push({ at: now + this.#random.between(0, 9000), record })
  }
}

/** Executes a log again from its first byte, with nothing but the recorded order. The lines it decides, batch by batch. */
export async function* reexecute(lines: readonly string[], policy: PricingPolicy, wrap?: BoltWrapper): AsyncGenerator<readonly string[]> {
  const log = new ModelLog()
  log.lines.push(...lines)
  const pipeline = new PricingPipeline({ partition: 0, partitions: 1, policy, stores: MODEL_STORES, wrap })
  for await (const { records, firstOffset, batch, now } of log.committed(0)) yield pipeline.step(records, firstOffset, batch, now).lines
}
