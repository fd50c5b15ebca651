import { setTimeout } from 'node:timers/promises'
import { openConnections } from '../../adapters/process/open-connections.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import type { Act } from './act.ts'
import { carryOut } from './undo.ts'
import { forget, type KeptEntry, remember } from './undo-list.ts'

const COUNT_EVERY_MS = 50

/** A planned fault that happens to servers or processes, instead of to the ports of threads. */
export interface OutsideFaultPlan {
  readonly planned: PlannedFault
  /** One for each that is hit. They are prepared at the fault's start: only then it is known which processes there are. */
  readonly acts: readonly (() => Act)[]
  /** Where clients come in whose connections it hits; null: processes are what it hits. */
  readonly ports: readonly number[] | null
}

/** What a fault did; times are ms of the run. */
export interface OutsideFaultResult {
  /** Null: it never began. */
  readonly startedAtMs: number | null
  readonly endedAtMs: number | null
  /** Connections, or processes where it is they that are hit; null where Toxiproxy drew lots and does not tell. */
  readonly injected: number | null
  readonly eligible: number | null
}

/** One fault at work on what it hits. */
export class OutsideFault {
  readonly plan: OutsideFaultPlan
  readonly #kept: KeptEntry[] = []
  readonly #connections = new Set<string>()
  #acts: readonly Act[] = []
  #startedAtMs: number | null = null
  #endedAtMs: number | null = null
  #isOn = false
  #counting: Promise<void> | undefined
  readonly #over = Promise.withResolvers<void>()

  constructor(plan: OutsideFaultPlan) {
    this.plan = plan
  }

  get result(): OutsideFaultResult {
    const [injected, eligible] = this.#startedAtMs === null ? [0, this.plan.ports ? 0 : this.#acts.length] : this.#hit()
    return { startedAtMs: this.#startedAtMs, endedAtMs: this.#endedAtMs, injected, eligible }
  }

  /** Resolves when it has been undone, or never will begin. */
  get isOver(): Promise<void> {
    return this.#over.promise
  }

  close(): void {
    this.#over.resolve()
  }

  /** What undoes it stands in the undo list before anything is done. Rejects where it cannot be done. */
  async begin(elapsedMs: () => number, over: AbortSignal): Promise<void> {
    const { planned, acts, ports } = this.plan
    this.#acts = acts.map((prepare) => prepare())
    const calledAtMs = elapsedMs()
    for (const { undo } of this.#acts) if (undo) this.#kept.push(remember(planned.spec.text, undo))
    this.#count()
    const happened = await Promise.all(this.#acts.map((act) => act.begin(over)))
    if (!happened.includes(true)) return
    this.#startedAtMs = this.#acts.some(({ isAwaited }) => isAwaited) ? elapsedMs() : calledAtMs
    this.#isOn = true
    if (ports && planned.spec.kind !== 'down') this.#counting = this.#keepCounting()
  }

  /** Rejects where something could not be set right; what is left to do stays in the undo list. */
  async end(elapsedMs: () => number): Promise<void> {
    this.#isOn = false
    const undone = await Promise.allSettled([...this.#kept.splice(0).map(undoOne), ...this.#acts.map((act) => act.end?.())])
    await this.#counting
    if (this.#startedAtMs !== null) this.#endedAtMs = elapsedMs()
    const failed = undone.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined
    if (failed) throw failed.reason
  }

  /** Connections come while the fault is on, and go; those that a proxy that is down refuses nobody sees. */
  async #keepCounting(): Promise<void> {
    while (this.#isOn) {
      this.#count()
      await setTimeout(COUNT_EVERY_MS)
    }
  }

  #count(): void {
    for (const port of this.plan.ports ?? []) {
      for (const connection of openConnections(port) ?? []) this.#connections.add(`${port} ${connection}`)
    }
  }

  #hit(): readonly [injected: number | null, eligible: number | null] {
    const { planned, acts, ports } = this.plan
    if (!ports) return [acts.length, acts.length]
    if (openConnections(0) === undefined) return [null, null]
    const eligible = this.#connections.size
    return [planned.spec.probability === 1 ? eligible : null, eligible]
  }
}

async function undoOne(kept: KeptEntry): Promise<void> {
  await carryOut(kept.entry.undo)
  forget(kept)
}
