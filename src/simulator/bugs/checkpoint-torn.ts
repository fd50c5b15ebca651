import type { Checkpoint } from '../../engine/kernel/ports.ts'
import type { SeededBug } from '../seeded-bug.ts'

const STOCK = 'forecast.items'

export const checkpointTorn: SeededBug = {
  name: 'checkpoint-torn',
  summary: 'a checkpoint has the stock of a later moment than everything else',
  caughtBy: 'duplicate_effects',
  checkpoints: (checkpoints) => {
    let before: Checkpoint | undefined
    return {
      newest: () => checkpoints.newest(),
      save(checkpoint, published) {
        const older = before ?? checkpoint
        before = structuredClone(checkpoint)
        return checkpoints.save({ ...older, parts: { ...older.parts, [STOCK]: checkpoint.parts[STOCK] } }, published)
      },
    }
  },
}
