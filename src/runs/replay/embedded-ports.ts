import { partitionDir } from '../../adapters/embedded/segment-files.ts'
import { SegmentLog } from '../../adapters/embedded/segment-log.ts'
import { SnapshotFiles } from '../../adapters/embedded/snapshots/snapshot-files.ts'
import { takeOver } from './beginning.ts'
import type { LanePorts } from './lane-ports.ts'
import type { Recording } from './recording.ts'
import type { ReplaySetting } from './replay-setting.ts'

const SEGMENT_BYTES_MAX = 1 << 24

/** The log of the new folder. What comes out is published to nobody: who reads a price must not meet one of last week. */
export function embeddedPorts({ outDir, spans, takesOver }: ReplaySetting, recording: Recording, partition: number): LanePorts {
  const dir = partitionDir(outDir, partition)
  const beganAt = takesOver ? takeOver(recording, partition, { from: spans[partition].from, outDir }) : 0
  const snapshots = new SnapshotFiles(dir)
  const log = new SegmentLog({ dir, batchBytesMax: 0, segmentBytesMax: SEGMENT_BYTES_MAX })
  return {
    beganAt,
    log,
    checkpoints: snapshots,
    projections: () => [],
    async close(checkpoint) {
      await checkpoint()
      log.close()
      snapshots.close()
    },
  }
}
