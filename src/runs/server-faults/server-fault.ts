import { setTimeout } from 'node:timers/promises'
import { openConnections } from '../../adapters/process/open-connections.ts'
import { actOn } from './acts.ts'
import { isOnTheWay, type ServerFaultPlan } from './plan-server-faults.ts'
import { carryOut } from './undo.ts'
import { forget, type KeptEntry, remember } from './undo-list.ts'

const COUNT_EVERY_MS = 50

/** What a fault did to servers; times are ms of the run. */
export interface ServerFaultResult {
  /** Null: it never began. */
  readonly startedAtMs: number | null
  readonly endedAtMs: number | null
  /** Connections, or servers where it is their processes that are hit; null where Toxiproxy drew lots and does not tell. */
  readonly injected: number | null
  readonly eligible: number | null
}

/** One fault at work on the servers it hits. */
export class ServerFault {
  readonly plan: ServerFaultPlan
  readonly #kept: KeptEntry[] = []
  readonly #connections = new Set<string>()
  #startedAtMs: number | null = null
  #endedAtMs: number | null = null
  #isOn = false
  #counting: Promise<void> | undefined
  readonly #over = Promise.withResolvers<void>()

  constructor(plan: ServerFaultPlan) {
    this.plan = plan
  }

  get result(): ServerFaultResult {
    const [injected, eligible] = this.#startedAtMs === null ? [0, 0] : this.#hit()
    return { startedAtMs: this.#startedAtMs, endedAtMs: this.#endedAtMs, injected, eligible }
  }

  /** Resolves when it has been undone, or never will begin. */
  get isOver(): Promise<void> {
    return this.#over.promise
  }

  close(): void {
    this.#over.resolve()
  }

  /** Each server's entry stands in the undo list before anything is done to it. Rejects where it cannot be done. */
  async begin(elapsedMs: () => number): Promise<void> {
    const { planned, servers } = this.plan
    const acts = servers.map((server) => actOn(server, planned.spec))
    const startedAtMs = elapsedMs()
    for (const { undo } of acts) if (undo) this.#kept.push(remember(planned.spec.text, undo))
    this.#count()
    await Promise.all(acts.map((act) => act.begin()))
    this.#startedAtMs = startedAtMs
    this.#isOn = true
    if (isOnTheWay(planned.spec) && planned.spec.kind !== 'down') this.#counting = this.#keepCounting()
  }

  /** Rejects where a server could not be set right; what is left to do stays in the undo list. */
  async end(elapsedMs: () => number): Promise<void> {
    this.#isOn = false
    const undone = await Promise.allSettled(this.#kept.splice(0).map(undoOne))
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
    for (const { proxy } of this.plan.servers) {
      for (const connection of (proxy && openConnections(proxy.port)) ?? []) this.#connections.add(`${proxy!.port} ${connection}`)
    }
  }

  #hit(): readonly [injected: number | null, eligible: number | null] {
    const { planned, servers } = this.plan
    if (!isOnTheWay(planned.spec)) return [servers.length, servers.length]
    if (openConnections(0) === undefined) return [null, null]
    const eligible = this.#connections.size
    return [planned.spec.probability === 1 ? eligible : null, eligible]
  }
}

async function undoOne(kept: KeptEntry): Promise<void> {
  await carryOut(kept.entry.undo)
  forget(kept)
}
