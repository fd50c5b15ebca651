import { Random } from '../../../engine/kernel/random.ts'
import type { PlannedFault } from '../../../faults/fault.ts'
import { hitsWorker } from '../../../faults/worker-faults.ts'
import type { OwnWorkers } from '../../cluster/own-workers.ts'
import type { OutsideFaultPlan } from '../outside-fault.ts'
import { WORKER_ACTS } from './worker-acts.ts'

/** Those of the plan that hit one of so many workers that are processes; the seed says which, where nobody else does. */
export function planWorkerFaults(plan: readonly PlannedFault[], seed: string, workers: OwnWorkers): readonly OutsideFaultPlan[] {
  const random = new Random(seed).fork('faults')
  const { count } = workers
  return plan.flatMap((planned) => {
    const hit = Array.from({ length: count }, (_, index) => index).filter((index) => hitsWorker(planned.spec, { index, of: count }, random))
    if (hit.length === 0) return []
    return [{ planned, acts: hit.map((index) => () => WORKER_ACTS[planned.spec.kind](workers, index)), ports: null }]
  })
}
