import { copyFileSync, constants, linkSync, mkdirSync, truncateSync } from 'node:fs'
import { basename, join } from 'node:path'
import { partitionDir } from '../../adapters/embedded/segment-files.ts'
import type { SegmentIndex } from '../../adapters/embedded/segment-index.ts'
import { nearestSnapshot } from '../../adapters/embedded/snapshots/snapshot-files.ts'
import { stands } from '../../adapters/embedded/snapshots/snapshot-stands.ts'
import { snapshotsIn } from '../../adapters/embedded/snapshots/snapshot-folder.ts'
import type { Recording } from './recording.ts'

/**
 * Gives a partition's part of a new run folder what the recording holds before `from`, up to the nearest snapshot that
 * fits: log and snapshots as they stand there. Returns the offset at which deciding begins; 0 where there is no snapshot.
 */
export function takeOver(recording: Recording, partition: number, { from, outDir }: { readonly from: number; readonly outDir: string }): number {
  const index = recording.index(partition)
  const source = partitionDir(recording.dir, partition)
  const snapshot = nearestSnapshot(source, (place) => place.offset <= from && stands(place, index))
  if (!snapshot) return 0
  const target = partitionDir(outDir, partition)
  mkdirSync(target, { recursive: true })
  takeSegments(index, snapshot.offset, target)
  for (const { path, offset } of snapshotsIn(source)) if (offset <= snapshot.offset) linkOrCopy(path, join(target, basename(path)))
  return snapshot.offset
}

/** Whole segments by a link: nobody writes in them any more, and a recording may be larger than what is free. */
function takeSegments(index: SegmentIndex, offset: number, target: string): void {
  const taken = index.segments.filter(({ base }) => base < offset)
  for (const { path } of taken.slice(0, -1)) linkOrCopy(path, join(target, basename(path)))
  const last = taken.at(-1)!
  // The replay goes on writing in this one, so it must be its own.
  const own = join(target, basename(last.path))
  copyFileSync(last.path, own, constants.COPYFILE_FICLONE)
  truncateSync(own, index.atOffset(offset - 1)!.nextByte)
}

/** Not every file system links, and none to another one. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to, constants.COPYFILE_FICLONE)
  }
}
