import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { partitionDir } from '../adapters/embedded/segment-files.ts'
import { SegmentLog } from '../adapters/embedded/segment-log.ts'
import { builtInScenario } from '../scenarios/resolve-scenario.ts'

/**
 * A run folder with partitions 0 to 2 and three lines a batch, in several segments: partition 0 decides at 1000, 1000,
 * 1003, 1003, …, 1027; partition 1 a millisecond after it; partition 2 has no log. Nothing in it is priced.
 */
export async function writeSmallRecording(dir: string): Promise<void> {
  writeFileSync(join(dir, 'scenario.json'), JSON.stringify({ ...builtInScenario('canary'), partitions: 3 }))
  for (const partition of [0, 1]) {
    const log = new SegmentLog({ dir: partitionDir(dir, partition), batchBytesMax: 1 << 12, segmentBytesMax: 400 })
    for (let batch = 0; batch < 20; batch++) {
      log.accept([`{"topic":"${batch % 2 ? 'sales_events' : 'catalog'}","n":${batch}}`])
      await log.commit({ batch, now: 1000 + partition + 3 * Math.floor(batch / 2), inputs: 1, lines: ['{"topic":"pricing_decisions"}'], extra: '' })
    }
    log.close()
  }
}
