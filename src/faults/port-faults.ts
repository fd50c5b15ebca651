import { Unavailable } from '../engine/pricing/ports.ts'
import { type FaultAtWork, inOrderOfAction } from './fault-at-work.ts'
import { blockUntil, type FaultTime, sleep, sleepUntil } from './fault-time.ts'
import type { ActingFault, Operation, PortCall } from './port-call.ts'
import { Timeline } from './timeline.ts'

/** What a port's own client would wait for an answer; the call itself goes on. */
export type Patience = Partial<Readonly<Record<Operation, number>>>

/**
 * The faults of one port. A call that none of them concerns goes straight through; else they are laid around it, one
 * around the other, and each lets it proceed when and if it likes.
 */
export class PortFaults {
  readonly #timeline = new Timeline<FaultAtWork>()
  readonly #acting = new Map<FaultAtWork, ActingFault>()
  readonly #time: FaultTime
  readonly #patienceMs: Patience

  constructor(time: FaultTime, patienceMs: Patience = {}) {
    this.#time = time
    this.#patienceMs = patienceMs
  }

  add(fault: FaultAtWork): void {
    this.#timeline.add(fault, inOrderOfAction)
    this.#acting.set(fault, actingFault(fault, this.#time))
  }

  get isQuiet(): boolean {
    return this.#timeline.items.length === 0 || this.#timeline.isQuiet(this.#time.elapsedMs())
  }

  /** The call under the faults that are on; rejects with `Unavailable` where they do not let it through. */
  run<Answer>(call: PortCall<Answer>): Promise<Answer> {
    const faults = this.#timeline.on(this.#time.elapsedMs()).filter(({ kind }) => kind.onCall && (kind.operations?.includes(call.operation) ?? true))
    const struck = faults.filter((fault) => fault.strikes())
    if (struck.length === 0) return call.proceed()
    const under = struck.reduceRight<PortCall<Answer>>((inner, fault) => ({ ...call, proceed: () => fault.kind.onCall!(inner, this.#acting.get(fault)!) }), call)
    return this.#answeredInTime(call, under.proceed())
  }

  async #answeredInTime<Answer>({ port, operation }: PortCall<Answer>, answer: Promise<Answer>): Promise<Answer> {
    const patienceMs = this.#patienceMs[operation]
    if (patienceMs === undefined) return answer
    return new Promise<Answer>((resolve, reject) => {
      const callOff = this.#time.after(patienceMs, () => reject(new Unavailable(port)))
      answer.then(resolve, reject).finally(callOff)
    })
  }
}

/** The fault as its kind sees it in one place. */
export function actingFault({ planned: { spec }, random, endMs }: FaultAtWork, time: FaultTime): ActingFault {
  return {
    attributes: spec.attributes,
    random,
    memory: { bytes: 0, owedMs: 0 },
    nowMs: () => time.nowMs(),
    sleep: async (ms) => (ms > 0 ? sleep(time, ms) : undefined),
    sleepUntilOver: () => sleepUntil(time, endMs),
    block: (ms) => time.block(ms),
    blockUntilOver: () => blockUntil(time, endMs),
    isOver: () => time.elapsedMs() >= endMs,
  }
}
