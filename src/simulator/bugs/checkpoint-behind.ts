import type { Checkpoint } from '../../engine/kernel/ports.ts'
import type { SeededBug } from '../seeded-bug.ts'

/** An offset stored before the state it belongs to: after a crash, what lies between is never counted. */
export const checkpointBehind: SeededBug = {
  name: 'checkpoint-behind',
  summary: 'a checkpoint names a newer offset than its state has reached',
  caughtBy: 'lost',
  checkpoints: (checkpoints) => {
    let before: Checkpoint | undefined
    return {
      newest: () => checkpoints.newest(),
      save(checkpoint) {
        const { parts } = before ?? checkpoint
        before = structuredClone(checkpoint)
        return checkpoints.save({ ...checkpoint, parts })
      },
    }
  },
}
