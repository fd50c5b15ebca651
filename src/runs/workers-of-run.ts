import { availableParallelism } from 'node:os'
import type { RunTarget } from '../faults/kinds/fault-kind.ts'
import type { WorkersOfRun } from '../faults/workers-of-run.ts'
import type { ClusterRequest } from './cluster/cluster-request.ts'

/** Where a run is made, and by whom. */
export interface RunKind {
  readonly target: RunTarget
  /** Undefined: threads of one process do the work. */
  readonly cluster?: ClusterRequest
}

/**
 * One a core, and none without a partition. On Kafka a core is left to the servers and to those who fill and read them: two
 * threads on two cores only take turns, and commit twice as often.
 */
export function pipelineThreads(partitions: number, target: RunTarget): number {
  const cores = availableParallelism()
  return Math.min(partitions, target === 'kafka' ? Math.max(1, cores - 1) : cores)
}

/** On Kafka, where faults of workers are those of processes, it must be the run itself that has started them. */
export function workersOfRun({ target, cluster }: RunKind, partitions: number): WorkersOfRun {
  if (target === 'embedded') return { count: pipelineThreads(partitions, target) }
  if (!cluster) return { count: 0, beyondReach: THREADS }
  return cluster.isExternal ? { count: cluster.workers, beyondReach: FOREIGN } : { count: cluster.workers }
}

const THREADS = {
  code: 'fault_needs_workers',
  message: 'the workers of this run are threads of one process, and none of them can be ended alone',
  rule: 'on Kafka a fault of a worker is that of a process that the run has started',
  fix: 'add --workers 2',
}

const FOREIGN = {
  code: 'fault_needs_own_workers',
  message: 'the workers of this run are started by somebody else',
  rule: 'processes are stopped and killed only where the run itself has started them',
  fix: 'leave --external out',
}
