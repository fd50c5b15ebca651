import { setTimeout } from 'node:timers/promises'
import { monotonicMs } from '../../adapters/embedded/run-control.ts'
import { BATCH_RECORDS_MAX, type KafkaPartition } from './kafka-partition.ts'

/** While the partitions of one wait for their commit, those of the other decide. */
const ROUNDS = 2
const IDLE_MS = 20
/** From a producer's buffer through the broker into a lane. */
const WAY_HERE_MS = 20
/** The rest of the commit interval is for collections of garbage, snapshots, and others who have the cores. */
const FORESEEN = 0.7

/** Who goes on with whom: no round is without a partition. */
export function dealtToRounds(partitions: readonly number[]): readonly (readonly number[])[] {
  const rounds = Array.from({ length: ROUNDS }, (_, round) => partitions.filter((_partition, index) => index % ROUNDS === round))
  return rounds.filter(({ length }) => length > 0)
}

/**
 * Partitions that were opened together go on in rounds: they begin at one time, so that what they decide is committed at
 * one time. `isOver` is told for how long there was nothing to do.
 */
export async function runRounds(partitions: readonly KafkaPartition[], commitIntervalMs: number, isOver: (idleMs: number) => boolean): Promise<void> {
  const [{ arrival }] = partitions
  for (let idleMs = 0; !isOver(idleMs); ) {
    const began = monotonicMs()
    const { raised } = arrival
    const most = Math.max(...(await Promise.all(partitions.map((partition) => partition.poll()))))
    if (most <= 0) await arrival.waitSince(raised, IDLE_MS)
    else if (most < BATCH_RECORDS_MAX) await setTimeout(gatherMs(commitIntervalMs, monotonicMs() - began))
    idleMs = most > 0 ? 0 : idleMs + monotonicMs() - began
  }
}

/**
 * How long records gather for the next round, because a commit costs the same whatever its size. A record that comes just
 * too late for a round waits for this one to end and for the next one, on top of its way here: all together is to take no
 * longer than the interval, and a part of that is left for what nobody foresees.
 */
function gatherMs(commitIntervalMs: number, roundMs: number): number {
  return Math.max(0, commitIntervalMs * FORESEEN - WAY_HERE_MS - 2 * roundMs)
}
