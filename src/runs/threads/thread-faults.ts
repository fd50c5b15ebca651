import { sleepMs } from '../../adapters/embedded/doorbell.ts'
import { monotonicMs, type RunClock, type RunControl } from '../../adapters/embedded/run-control.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import { ThreadFaults } from '../../faults/thread-faults.ts'
import type { WorkerPlace } from '../../faults/worker-faults.ts'
import type { Scenario } from '../../scenarios/scenario.ts'

/** As long as the clients of Redis and PostgreSQL wait for theirs. */
const PATIENCE_MS = { cache: { apply: 1000, read: 50 }, store: { apply: 2000, read: 250 } }

export interface FaultTerms {
  readonly scenario: Scenario
  /** False: virtual time follows the traffic. */
  readonly paced: boolean
  /** What threads do to their own ports. */
  readonly faults: readonly PlannedFault[]
  /** Partitions with work. */
  readonly occupied: readonly number[]
  /** Which of the run's workers it is; null where it is none, or one that no fault can hit. */
  readonly worker: WorkerPlace | null
}

/** The faults of one thread, on the clock that all threads share. None is on before traffic begins, nor after the run was stopped. */
export function openThreadFaults({ scenario, paced, faults, occupied, worker }: FaultTerms, control: RunControl, clock: RunClock): ThreadFaults {
  const { seed, durationMs } = scenario
  const elapsedMs = () => (control.stopping ? Infinity : paced && control.startedAtMs === 0 ? -1 : clock.elapsedMs())
  return new ThreadFaults({ plan: faults, seed, occupied, durationMs, worker, patienceMs: PATIENCE_MS, time: { elapsedMs, nowMs: monotonicMs, after, block: sleepMs } })
}

function after(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}
