import type { Checkpoint } from '../../engine/kernel/ports.ts'
import type { SeededBug } from '../seeded-bug.ts'

/** A state saved with the offset of the one before: after a crash, what lies between is counted a second time. */
export const checkpointAhead: SeededBug = {
  name: 'checkpoint-ahead',
  summary: 'a checkpoint names an older offset than its state has reached',
  caughtBy: 'duplicate_effects',
  checkpoints: (checkpoints) => {
    let before: Checkpoint | undefined
    return {
      newest: () => checkpoints.newest(),
      save(checkpoint) {
        const { offset, nextBatch } = before ?? checkpoint
        before = checkpoint
        return checkpoints.save({ ...checkpoint, offset, nextBatch })
      },
    }
  },
}
