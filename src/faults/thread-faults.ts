import type { BoltWrapper } from '../engine/kernel/bolt.ts'
import type { Checkpoints, Clock, EventLog, FaultDriver, Projection } from '../engine/kernel/ports.ts'
import { Random } from '../engine/kernel/random.ts'
import type { PriceCache, PriceStore, PublishedPrice } from '../engine/pricing/ports.ts'
import { BoltFaults } from './bolt-faults.ts'
import { CrashingProjections } from './crashing-projections.ts'
import type { PlannedFault } from './fault.ts'
import { FaultAtWork, type Hits } from './fault-at-work.ts'
import type { FaultTime } from './fault-time.ts'
import { FaultyClock } from './faulty-clock.ts'
import { FaultyCheckpoints, FaultyLog } from './faulty-log.ts'
import { FaultyCache, FaultyStore } from './faulty-prices.ts'
import { FAULT_KINDS } from './kinds/registry.ts'
import { PlannedCrashes } from './planned-crashes.ts'
import { type Patience, PortFaults } from './port-faults.ts'
import { crashes, type PlannedCrash } from './windows.ts'
import { workerCrashes, workerPlan, WorkerFaults, type WorkerPlace } from './worker-faults.ts'

export interface ThreadFaultsSetting {
  readonly plan: readonly PlannedFault[]
  readonly seed: string
  /** Partitions with work, from which a crash draws. */
  readonly occupied: readonly number[]
  readonly durationMs: number
  /** Which worker it is; null where it is none, or one that no fault can hit. */
  readonly worker: WorkerPlace | null
  readonly time: FaultTime
  /** What the clients of cache and store wait for an answer. */
  readonly patienceMs: { readonly cache: Patience; readonly store: Patience }
}

/** What the bolts of one partition, and the publication of what they decide, go through. */
export interface FaultyBolts {
  readonly driver: FaultDriver
  readonly wrap: BoltWrapper
  /** The store before the cache, where a crash waits between them; else both at once. */
  publishing(projections: { readonly store: Projection<PublishedPrice>; readonly cache: Projection<PublishedPrice> }): Projection<PublishedPrice>
}

type PortTarget = 'log' | 'disk' | 'cache' | 'store' | 'clock'

interface Port {
  readonly target: PortTarget
  /** Streams of chance differ from place to place. */
  readonly place: string
  readonly add: (fault: FaultAtWork) => void
}

/**
 * The faults of a run as one thread feels them: everything that it puts between itself and its ports, in one place, so
 * that what is injected while the run goes on finds its way too, and hits are counted in one way.
 */
export class ThreadFaults {
  readonly #setting: ThreadFaultsSetting
  readonly #random: Random
  readonly #ports: Port[] = []
  readonly #calls: PortFaults[] = []
  readonly #places: FaultAtWork[] = []
  readonly #crashing: { readonly partition: number; readonly waiting: PlannedCrashes }[] = []
  readonly #crashes: PlannedCrash[] = []
  readonly #struck = new Set<PlannedCrash>()
  #plan: readonly PlannedFault[]

  constructor(setting: ThreadFaultsSetting) {
    this.#setting = setting
    this.#plan = setting.plan
    this.#random = new Random(setting.seed).fork('faults')
  }

  /** One more, while the run goes on. Bolts and workers that run are wrapped already: there it can only be a crash. */
  add(planned: PlannedFault): void {
    this.#plan = [...this.#plan, planned]
    for (const port of this.#ports) this.#place(planned, port)
    for (const { partition, waiting } of this.#crashing) for (const crash of this.#crashesOf([planned], partition)) waiting.add(crash)
  }

  log(log: EventLog, place: string): EventLog {
    return new FaultyLog(log, this.#port(['log', 'disk'], place), this.#setting.time)
  }

  checkpoints(checkpoints: Checkpoints, place: string, spoil?: () => void): Checkpoints {
    return new FaultyCheckpoints(checkpoints, this.#port(['disk'], place), spoil)
  }

  cache(cache: PriceCache, place: string, spoil?: () => void): PriceCache {
    return new FaultyCache(cache, this.#port(['cache'], place, this.#setting.patienceMs.cache), spoil)
  }

  store(store: PriceStore, place: string): PriceStore {
    return new FaultyStore(store, this.#port(['store'], place, this.#setting.patienceMs.store))
  }

  clock(clock: Clock): Clock {
    const faulty = new FaultyClock(clock, this.#setting.time)
    this.#open({ target: 'clock', place: '', add: (fault) => faulty.add(fault) })
    return faulty
  }

  /** What the bolts of a partition go through. What was due before now struck whoever had the partition then. */
  bolts(partition: number): FaultyBolts {
    const { time } = this.#setting
    const waiting = new PlannedCrashes(this.#crashesOf(this.#plan, partition), partition, () => time.elapsedMs(), (crash) => void this.#struck.add(crash))
    this.#crashing.push({ partition, waiting })
    const onSteps = this.#plan.filter(({ spec: { kind, target } }) => target.name === 'bolt' && FAULT_KINDS[kind].onStep)
    const steps = new BoltFaults(onSteps.map((planned) => this.#at(planned, `${partition}`)), time)
    return {
      driver: { reach: (point) => (waiting.reach(point), steps.reach(point)) },
      wrap: (bolt) => waiting.wrap(steps.wrap(bolt)),
      publishing: (projections) => new CrashingProjections(projections, waiting),
    }
  }

  /** What hits the worker between two turns, and turn by turn; what hits it in the middle of a batch is with the bolts. */
  worker(): WorkerFaults {
    const { worker, time, durationMs } = this.#setting
    const mine = worker ? workerPlan(this.#plan, worker, this.#random).filter(({ spec }) => spec.kind !== 'crash') : []
    return new WorkerFaults(mine.map((planned) => this.#at(planned, `worker ${worker!.index}`)), time, durationMs)
  }

  /** True where no port has a fault now: its calls take no time then. */
  get isQuiet(): boolean {
    return this.#calls.every(({ isQuiet }) => isQuiet)
  }

  /** How often each fault hit here, by its text; those that did not act here are left out. */
  get hits(): Readonly<Record<string, Hits>> {
    const hits = this.#crashHits()
    for (const { planned, injected, eligible } of this.#places) {
      const { text } = planned.spec
      hits[text] = { injected: (hits[text]?.injected ?? 0) + injected, eligible: (hits[text]?.eligible ?? 0) + eligible }
    }
    return hits
  }

  #crashesOf(plan: readonly PlannedFault[], partition: number): readonly PlannedCrash[] {
    const { seed, occupied, time, worker } = this.#setting
    const planned = [...crashes(plan, seed, occupied), ...(worker ? workerCrashes(plan, worker, this.#random) : [])]
    const due = planned.filter((crash) => (crash.partition ?? partition) === partition && crash.atMs >= time.elapsedMs())
    this.#crashes.push(...due)
    return due
  }

  /** A crash is eligible where its time has come, whether it strikes or not. A worker waits for it in each of its partitions, and ends once. */
  #crashHits(): Record<string, Hits> {
    const hits: Record<string, Hits> = {}
    const elapsedMs = this.#setting.time.elapsedMs()
    for (const crash of this.#crashes.filter(({ atMs }) => atMs <= elapsedMs)) {
      const { injected, eligible } = hits[crash.fault] ?? { injected: 0, eligible: 0 }
      const most = crash.partition === null ? 1 : Infinity
      hits[crash.fault] = { injected: Math.min(most, injected + Number(this.#struck.has(crash))), eligible: Math.min(most, eligible + 1) }
    }
    return hits
  }

  #port(targets: readonly PortTarget[], place: string, patienceMs?: Patience): PortFaults {
    const faults = new PortFaults(this.#setting.time, patienceMs)
    this.#calls.push(faults)
    for (const target of targets) this.#open({ target, place, add: (fault) => faults.add(fault) })
    return faults
  }

  #open(port: Port): void {
    this.#ports.push(port)
    for (const planned of this.#plan) this.#place(planned, port)
  }

  #place(planned: PlannedFault, { target, place, add }: Port): void {
    const { onCall, clockErrorMs } = FAULT_KINDS[planned.spec.kind]
    if (planned.spec.target.name === target && (onCall ?? clockErrorMs)) add(this.#at(planned, place))
  }

  #at(planned: PlannedFault, place: string): FaultAtWork {
    const fault = new FaultAtWork(planned, this.#random.fork(place))
    this.#places.push(fault)
    return fault
  }
}
