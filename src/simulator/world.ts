import type { BoltWrapper } from '../engine/kernel/bolt.ts'
import { Random } from '../engine/kernel/random.ts'
import type { Program } from '../engine/kernel/program.ts'
import { PartitionRunner } from '../engine/kernel/runner.ts'
import { PatientProjection } from '../engine/pricing/patient-projection.ts'
import { type ReadRecord, readRecord } from '../engine/pricing/codec.ts'
import { PricingPipeline } from '../engine/pricing/pipeline.ts'
import type { PricingPolicy } from '../engine/pricing/policy.ts'
import type { FoundPrice, PriceCache, PriceStore, PublishedPrice } from '../engine/pricing/ports.ts'
import { PriceReader } from '../engine/pricing/price-reader.ts'
import { RefillingProjection } from '../engine/pricing/refilling-projection.ts'
import { WriteBehindProjection } from '../engine/pricing/write-behind-projection.ts'
import { ActiveFaults } from './faults/active-faults.ts'
import { Coverage, type CoveredPair } from './faults/coverage.ts'
import { drawFaults } from './faults/draw.ts'
import type { WorldFault } from './faults/world-fault.ts'
import { Group } from './group.ts'
import { ModelCheckpoints } from './model-checkpoints.ts'
import { BROKER_TERMS, ModelLog } from './model-log.ts'
import { ModelMarket } from './model-market.ts'
import { remembering } from './remembering.ts'
import { ModelCache, ModelStore } from './model-prices.ts'
import { reachable, ServerOfWorker } from './model-servers.ts'
import { Ownership } from './ownership.ts'
import { Producer, type SentCounts } from './producers.ts'
import { Reader, type ReadLog } from './readers.ts'
import type { SeededBug } from './seeded-bug.ts'
import { Simulation } from './simulation.ts'
import { Tenure } from './tenure.ts'
import { Timeline } from './timeline.ts'
import { VirtualClock } from './virtual-clock.ts'
import { Worker } from './worker.ts'
import { DEFAULT_TERMS, drawOptions, type WorldOptions, type WorldTerms } from './world-terms.ts'

const LEASE = { leaseMs: 5000, renewLeaseMs: 1000 }
/** After the last fault: workers join again, senders send again, folded work is decided, leases are renewed. */
const HEALS_WITHIN_MS = 60_000
const HEALING_STEP_MS = 1000
/** What the checks allow a fault to be felt after its end. */
const FELT_FOR_MS = 11_000
const FAULTS_MIN = 5
const FAULTS_MAX = 9
const SAVES_EVERY_MS = 2000

export interface WorldSetting {
  readonly events: number
  /** Exactly these; or so many, drawn from the seed; or as many as the seed says. */
  readonly faults: readonly WorldFault[] | number | 'drawn'
  readonly terms: WorldTerms
  readonly bug?: SeededBug
}

export const DEFAULT_WORLD: WorldSetting = { events: 2000, faults: 'drawn', terms: DEFAULT_TERMS }

/** What stands in scenario.json, as far as the checks and a re-execution read it. */
export interface HistoryScenario {
  readonly schemaVersion: 1
  readonly partitions: number
  readonly catalog: { readonly stores: readonly string[] }
  readonly policy: PricingPolicy
  readonly startsAt: number
  readonly durationMs: number
  /** As they happened, in the time of the simulation. */
  readonly faults: readonly string[]
}

/** What the cache and the store held in the end, a line an item. */
export interface StandingPrices {
  readonly partition: number
  readonly lines: readonly string[]
}

/** Everything that happened, as a run folder would hold it. */
export interface History {
  readonly seed: string
  readonly options: WorldOptions
  readonly faults: readonly WorldFault[]
  readonly scenario: HistoryScenario
  /** By partition. */
  readonly logs: readonly ModelLog[]
  /** What the records say, as it was read once. */
  readonly read: ReadRecord
  readonly reads: readonly ReadLog[]
  /** The last so many of the first reader: what was told about each item when all was over. */
  readonly lastReads: number
  readonly prices: readonly StandingPrices[]
  readonly sent: readonly SentCounts[]
  readonly coverage: readonly CoveredPair[]
  /** All that was sent has been processed, and every partition has somebody who looks after it. */
  readonly hasHealed: boolean
  /** What nobody has foreseen: an error that came out of the pipeline. */
  readonly failure: string | null
}

/**
 * A small world from one seed: the real runner, bolts, guard and publisher on a virtual clock; the log, the cache, the
 * store, workers, senders and readers are models. Same seed and setting, same history, to the byte.
 */
export async function simulateWorld(seed: string, setting: WorldSetting = DEFAULT_WORLD): Promise<History> {
  return new World(seed, setting).live()
}

/** The lines that a partition's log decides, batch by batch, when it is executed again from its first record. */
export function* reexecute({ logs, scenario, read }: History, partition: number): Generator<readonly string[], void> {
  const { partitions, policy, catalog } = scenario
  const pipeline = new PricingPipeline({ partition, partitions, policy, stores: catalog.stores, read })
  for (const { records, firstOffset, batch, now } of logs[partition].batches) yield pipeline.step(records, firstOffset, batch, now).lines
}

class World {
  readonly #seed: string
  readonly #setting: WorldSetting
  readonly #random: Random
  readonly #options: WorldOptions
  readonly #policy: PricingPolicy
  readonly #clock: VirtualClock
  readonly #simulation: Simulation
  readonly #faultPlan: readonly WorldFault[]
  readonly #timeline: Timeline
  readonly #faults: ActiveFaults
  readonly #coverage = new Coverage()
  readonly #market: ModelMarket
  readonly #logs: readonly ModelLog[]
  readonly #checkpoints
  readonly #modelCache = new ModelCache()
  readonly #cache: PriceCache
  readonly #store: PriceStore
  readonly #producers: readonly Producer[]
  readonly #workers: readonly Worker[]
  readonly #group: Group
  readonly #readers: readonly Reader[]
  readonly #read = remembering(readRecord)
  readonly #spoil: BoltWrapper | undefined
  #failure: string | null = null

  constructor(seed: string, setting: WorldSetting) {
    const { terms, bug, faults } = setting
    this.#seed = seed
    this.#setting = setting
    this.#random = new Random(seed)
    this.#options = drawOptions(this.#random.fork('options'))
    const { partitions, workers, readers, batchRecordsMax, sessionMs } = this.#options
    this.#policy = { ...terms.policy, ...bug?.policy }
    this.#clock = new VirtualClock(terms.startsAt)
    this.#simulation = new Simulation(this.#clock)
    const simulation = this.#simulation
    this.#faultPlan = typeof faults === 'object' ? faults : this.#drawFaults(faults, terms.trafficMs)
    this.#timeline = new Timeline(simulation)
    this.#faults = new ActiveFaults({ faults: this.#faultPlan, seed, trafficMs: terms.trafficMs, elapsedMs: () => simulation.elapsedMs, coverage: this.#coverage, struck: (fault) => this.#timeline.begin(fault) })
    this.#market = new ModelMarket(this.#random.fork('market'), this.#options, terms)
    const each = Array.from({ length: partitions }, (_, partition) => partition)
    this.#logs = each.map(() => new ModelLog({ ...BROKER_TERMS, batchRecordsMax, ...bug?.broker }))
    this.#checkpoints = each.map(() => bug?.checkpoints?.(new ModelCheckpoints()) ?? new ModelCheckpoints())
    this.#cache = bug?.cache?.(this.#modelCache) ?? this.#modelCache
    this.#store = bug?.store?.(new ModelStore()) ?? new ModelStore()
    this.#producers = each.map((partition) => new Producer(partition, this.#logs[partition], this.#faults, simulation, this.#random.fork(`producer-${partition}`)))
    this.#workers = Array.from({ length: workers }, (_, number) => new Worker(number + 1, simulation))
    this.#group = new Group(this.#workers, partitions, sessionMs, simulation, this.#random.fork('group'), (worker, partition) => this.#own(worker, partition))
    this.#readers = Array.from({ length: readers }, (_, number) => this.#openReader(number + 1))
    this.#spoil = bug?.wrap?.()
  }

  #drawFaults(count: number | 'drawn', trafficMs: number): readonly WorldFault[] {
    const random = this.#random.fork('faults')
    return drawFaults(random, count === 'drawn' ? random.between(FAULTS_MIN, FAULTS_MAX) : count, trafficMs, this.#options)
  }

  async live(): Promise<History> {
    const { terms } = this.#setting
    for (const [partition, log] of this.#logs.entries()) for (const record of this.#market.seeds(partition, terms)) log.append(record)
    this.#group.deal()
    this.#arrangeTraffic()
    this.#arrangeReads()
    this.#arrangeFaults()
    await this.#simulation.run(terms.trafficMs)
    const hasHealed = await this.#heal()
    return this.#history(hasHealed, await this.#readEverything(), await this.#lookEverywhere())
  }

  /** Until everything is processed and no fault can be felt any more, but not for ever. */
  async #heal(): Promise<boolean> {
    const giveUpAtMs = this.#simulation.elapsedMs + HEALS_WITHIN_MS
    await this.#simulation.run(Math.max(this.#simulation.elapsedMs, this.#timeline.overMs) + FELT_FOR_MS)
    while (this.#failure === null && this.#simulation.elapsedMs < giveUpAtMs) {
      await this.#simulation.run(this.#simulation.elapsedMs + HEALING_STEP_MS)
      if (!this.#isQuiet()) continue
      await this.#simulation.run(this.#simulation.elapsedMs + 2 * HEALING_STEP_MS)
      if (this.#isQuiet()) return true
    }
    return false
  }

  #isQuiet(): boolean {
    return this.#producers.every(({ isDone }) => isDone) && this.#logs.every(({ waiting }) => waiting === 0) && this.#group.isComplete && this.#workers.every(({ isStanding }) => !isStanding)
  }

  #own(worker: Worker, partition: number): Ownership {
    const { partitions, checkpointEveryMs, turnEveryMs } = this.#options
    const { bug } = this.#setting
    const tenure = new Tenure({ worker, partition, partitions, faults: this.#faults, simulation: this.#simulation, away: (who, untilMs) => this.#group.away(who, untilMs) })
    const log = tenure.log(this.#logs[partition].open())
    const projections = this.#projections(tenure, (from, to) => runner.standing(from, to))
    const runner: PartitionRunner<PublishedPrice> = new PartitionRunner<PublishedPrice>(
      () => this.#program(tenure),
      { clock: this.#clock, log: bug?.log?.(log) ?? log, checkpoints: tenure.checkpoints(this.#checkpoints[partition]), projections: bug?.projections?.(projections) ?? projections, faults: tenure },
      { partition, ...LEASE, checkpointEveryMs, ...bug?.runner },
      { committed: () => {}, crashed: () => {}, recovered: () => {} },
    )
    const random = this.#random.fork(`turns-${partition}-${worker.number}-${this.#simulation.elapsedMs}`)
    const ownership = new Ownership({ tenure, runner, simulation: this.#simulation, random, turnEveryMs, waiting: () => this.#logs[partition].waiting, failed: (error) => this.#fail(error) })
    ownership.begin()
    return ownership
  }

  #program({ wrap, partition }: Tenure) {
    const { partitions } = this.#options
    const { bug } = this.#setting
    const spoil = this.#spoil
    const program = new PricingPipeline({ partition, partitions, policy: this.#policy, stores: this.#market.stores, read: this.#read, wrap: spoil ? (bolt) => wrap(spoil(bolt)) : wrap })
    return bug?.program?.(program) ?? program
  }

  #projections(tenure: Tenure, standing: Program<PublishedPrice>['standing']) {
    const { number } = tenure.worker
    const store = new ServerOfWorker('store', number, this.#store, this.#faults, this.#simulation)
    const cache = new ServerOfWorker('cache', number, this.#cache, this.#faults, this.#simulation)
    const hot = tenure.projection('cache', new PatientProjection(new RefillingProjection(cache, standing)))
    if (this.#options.store === 'before') return [tenure.projection('store', new PatientProjection(store)), hot]
    return [hot, tenure.projection('store', new WriteBehindProjection(store))]
  }

  #openReader(number: number): Reader {
    const cache = reachable('cache', this.#cache, this.#faults)
    const source = new PriceReader(cache as PriceCache, reachable('store', this.#store, this.#faults))
    return new Reader(number, this.#setting.bug?.reader?.(source) ?? source, this.#clock)
  }

  #arrangeTraffic(): void {
    const { events, terms } = this.#setting
    const random = this.#random.fork('times')
    for (let sent = 0; sent < events; ) {
      const count = Math.min(events - sent, random.between(1, this.#options.burst))
      sent += count
      this.#simulation.at(random.below(terms.trafficMs), () => {
        for (let event = 0; event < count; event++) this.#sendNext()
      })
    }
  }

  #sendNext(): void {
    const drafted = this.#market.next(this.#clock.now())
    this.#producers[drafted.partition].send(drafted)
  }

  #arrangeReads(): void {
    const { terms } = this.#setting
    const random = this.#random.fork('shoppers')
    const { skus, stores } = this.#market
    for (const reader of this.#readers) {
      for (let atMs = random.below(500); atMs < terms.trafficMs; atMs += random.between(1, this.#options.readEveryMs * 2)) {
        this.#simulation.at(atMs, () => reader.readAny(random, skus, stores))
      }
    }
    for (let atMs = SAVES_EVERY_MS; atMs < terms.trafficMs; atMs += SAVES_EVERY_MS) this.#simulation.at(atMs, () => this.#modelCache.save())
  }

  /** Those that happen at a moment; the others are asked after by whomever they concern. */
  #arrangeFaults(): void {
    for (const fault of this.#faultPlan) this.#simulation.at(fault.startMs, () => this.#begin(fault))
  }

  #begin(fault: WorldFault): void {
    const { target, kind, attributes, endMs } = fault
    if (attributes.at === undefined && kind.kind !== 'jump') this.#timeline.begin(fault)
    const worker = this.#workers.find(({ number }) => String(number) === target.part)
    switch (`${target.name}:${kind.kind}`) {
      case 'clock:jump':
        this.#clock.advance(Number(attributes.by))
        this.#timeline.begin(fault)
        return this.#faults.count(kind, 'read')
      case 'cache:flush':
        this.#modelCache.flush()
        return this.#faults.count(kind, 'cache')
      case 'cache:restart':
        this.#modelCache.restart()
        return this.#faults.count(kind, 'cache')
      case 'log:kill':
        for (const [partition, producer] of this.#producers.entries()) if (target.part === undefined || target.part === String(partition)) producer.brokerDied()
        return
      case 'worker:restart':
        if (worker && !worker.isDead && !worker.isStanding) {
          this.#faults.count(kind, 'checkpoint')
          this.#group.restart(worker)
        }
        return
      case 'worker:down':
        if (worker && attributes.from === 'log') this.#group.away(worker, endMs)
    }
  }

  async #readEverything(): Promise<number> {
    const reader = this.#readers[0]
    for (const { sku } of this.#market.skus) for (const store of this.#market.stores) await reader.read(sku, store)
    return this.#market.skus.length * this.#market.stores.length
  }

  /** As somebody would who reads cache and store themselves. */
  async #lookEverywhere(): Promise<readonly StandingPrices[]> {
    const lines = this.#logs.map(() => [] as string[])
    for (const { sku, partition } of this.#market.skus) for (const store of this.#market.stores) lines[partition].push(await this.#standing(sku, store))
    return lines.map((all, partition) => ({ partition, lines: all }))
  }

  async #standing(sku: string, store: string): Promise<string> {
    const [hot, cold] = [await this.#cache.read(sku, store), await this.#store.read(sku, store)]
    const held = ({ version, priceMinor, validUntil }: FoundPrice) => [version, priceMinor || null, validUntil]
    return JSON.stringify({ now: this.#clock.now(), sku, stores: [[store, hot ? [...held(hot.price), hot.lease.untilMs] : null, cold ? held(cold) : null]] })
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? (error.stack ?? error.message) : String(error)
  }

  #history(hasHealed: boolean, lastReads: number, prices: readonly StandingPrices[]): History {
    const { partitions } = this.#options
    const { startsAt } = this.#setting.terms
    return {
      seed: this.#seed,
      options: this.#options,
      faults: this.#faultPlan,
      scenario: { schemaVersion: 1, partitions, catalog: { stores: this.#market.stores }, policy: this.#policy, startsAt, durationMs: this.#clock.now() - startsAt, faults: this.#timeline.faults() },
      logs: this.#logs,
      read: this.#read,
      reads: this.#readers,
      lastReads,
      prices,
      sent: this.#producers.map((producer) => this.#setting.bug?.sent?.(producer.counts()) ?? producer.counts()),
      coverage: this.#coverage.pairs(),
      hasHealed,
      failure: this.#failure,
    }
  }
}
