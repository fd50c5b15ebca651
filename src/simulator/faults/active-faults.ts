import { Random } from '../../engine/kernel/random.ts'
import type { Coverage } from './coverage.ts'
import type { WorldFaultKind } from './kinds.ts'
import type { Stage } from './stages.ts'
import type { WorldFault } from './world-fault.ts'

type Target = WorldFaultKind['target']

/** One fault in a world; its own stream of chance goes by its text, so another fault more or less changes nothing for it. */
interface Armed {
  readonly fault: WorldFault
  readonly random: Random
  /** Of all places that are alike, the one that it hits: this modulo their number. */
  readonly home: number
  isSpent: boolean
}

export interface FaultSetting {
  readonly faults: readonly WorldFault[]
  readonly seed: string
  readonly trafficMs: number
  readonly elapsedMs: () => number
  readonly coverage: Coverage
  /** Told when a fault strikes that waits for its stage. */
  readonly struck: (fault: WorldFault) => void
}

/** The faults of a world at work: everybody asks here, and what hits is counted. */
export class ActiveFaults {
  readonly #byTarget: Readonly<Record<Target, readonly Armed[]>>
  // Those that have not struck yet, by the stage that they wait for: nearly always nobody waits for it.
  readonly #awaiting: Readonly<Record<'bolt' | 'worker', Map<Stage, Armed[]>>>
  // Those that are on, until the next one begins or ends: every event asks several times.
  #onNow: Readonly<Record<Target, readonly Armed[]>>
  #changesAtMs = -Infinity
  readonly #elapsedMs: () => number
  readonly #trafficMs: number
  readonly #coverage: Coverage
  readonly #struck: FaultSetting['struck']

  constructor({ faults, seed, trafficMs, elapsedMs, coverage, struck }: FaultSetting) {
    this.#byTarget = this.#onNow = byTarget(faults.map((fault) => arm(fault, new Random(`${seed}/${fault.text}`))))
    this.#awaiting = { bolt: byStage(this.#byTarget.bolt), worker: byStage(this.#byTarget.worker) }
    this.#elapsedMs = elapsedMs
    this.#trafficMs = trafficMs
    this.#coverage = coverage
    this.#struck = struck
  }

  /** No fault is on there: then nobody need ask for one of a kind. */
  isCalm(target: Target): boolean {
    this.#keepUp()
    return this.#onNow[target].length === 0
  }

  /** The fault of this kind that is on now; a hit is counted where a stage is named. */
  on(target: Target, kind: string, part: string | undefined, stage?: Stage): WorldFault | undefined {
    return this.#find(target, kind, part, stage)?.fault
  }

  /** Whether one record is hit by a fault of this kind that is on now. */
  hits(target: Target, kind: string, part: string | undefined, stage: Stage): { readonly fault: WorldFault; readonly random: Random } | undefined {
    const armed = this.#find(target, kind, part)
    if (!armed || !armed.random.chance(armed.fault.probability)) return undefined
    this.#coverage.hit(armed.fault.kind, stage)
    return armed
  }

  /** The fault with this `at` whose time has come and that has not struck yet; from now on it has. `isHere`: whether it hits whoever asks. */
  strike(target: 'bolt' | 'worker', stage: Stage, isHere: (fault: WorldFault, home: number) => boolean, bolt?: string): WorldFault | undefined {
    const awaiting = this.#awaiting[target].get(stage)
    if (!awaiting) return undefined
    const now = this.#elapsedMs()
    if (now >= this.#trafficMs) return undefined
    const due = awaiting.findIndex(({ fault, home }) => fault.startMs <= now && isHere(fault, home))
    return due < 0 ? undefined : this.#hit(target, stage, awaiting.splice(due, 1)[0], bolt)
  }

  #hit(target: 'bolt' | 'worker', stage: Stage, due: Armed, bolt: string | undefined): WorldFault {
    this.#struck(due.fault)
    this.#coverage.hit(due.fault.kind, target === 'bolt' && stage === 'compute' ? `compute.${bolt!}` : stage)
    return due.fault
  }

  /** The one commit that is on its way when a broker dies, with the chance that decides what becomes of it. */
  strikeCommit(part: string): { readonly fault: WorldFault; readonly random: Random } | undefined {
    const armed = this.#find('log', 'kill', part)
    if (!armed || armed.isSpent) return undefined
    armed.isSpent = true
    this.#coverage.hit(armed.fault.kind, 'commit')
    return armed
  }

  count(kind: WorldFaultKind, stage: Stage): void {
    this.#coverage.hit(kind, stage)
  }

  /** Whether somebody has to be asked at this stage while bolts work. */
  some(target: 'bolt' | 'worker', matches: (fault: WorldFault) => boolean): boolean {
    return this.#byTarget[target].some(({ fault }) => matches(fault))
  }

  /** The fault that keeps a worker from this server. */
  cutsOff(worker: string, server: 'log' | 'cache' | 'store', stage: Stage): WorldFault | undefined {
    return this.#find('worker', 'down', worker, stage, ({ attributes }) => attributes.from === server)?.fault
  }

  #keepUp(): void {
    const now = this.#elapsedMs()
    if (now >= this.#changesAtMs) this.#advance(now)
  }

  #advance(now: number): void {
    const all = Object.values(this.#byTarget).flat()
    const edges = all.flatMap(({ fault: { startMs, endMs } }) => [startMs, endMs])
    this.#changesAtMs = Math.min(Infinity, ...edges.filter((edgeMs) => edgeMs > now))
    this.#onNow = byTarget(all.filter(({ fault: { startMs, endMs } }) => startMs <= now && now < endMs))
  }

  #find(target: Target, kind: string, part: string | undefined, stage?: Stage, matches?: (fault: WorldFault) => boolean): Armed | undefined {
    this.#keepUp()
    for (const armed of this.#onNow[target]) {
      const { fault } = armed
      if (fault.kind.kind !== kind) continue
      if (fault.target.part !== undefined && fault.target.part !== part) continue
      if (matches && !matches(fault)) continue
      if (stage) this.#coverage.hit(fault.kind, stage)
      return armed
    }
    return undefined
  }
}

function arm(fault: WorldFault, random: Random): Armed {
  return { fault, random, home: random.uint32(), isSpent: false }
}

function byStage(armed: readonly Armed[]): Map<Stage, Armed[]> {
  const waiting = armed.filter(({ fault }) => fault.attributes.at !== undefined)
  return Map.groupBy(waiting, ({ fault }) => fault.attributes.at as Stage)
}

function byTarget(armed: readonly Armed[]): Readonly<Record<Target, readonly Armed[]>> {
  const of = (target: Target) => armed.filter(({ fault }) => fault.target.name === target)
  return { bolt: of('bolt'), worker: of('worker'), log: of('log'), cache: of('cache'), store: of('store'), clock: of('clock'), feed: of('feed') }
}
