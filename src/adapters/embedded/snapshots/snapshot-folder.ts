import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { segmentsOf } from '../segment-files.ts'
import { surplus } from './thinning.ts'

const NAME = /^snapshot-(\d{20})\.bin$/

/** A snapshot's file beside its partition's log, and the offset that it is named after. */
export interface SnapshotEntry {
  readonly path: string
  readonly offset: number
}

export const snapshotPath = (dir: string, offset: number): string => join(dir, `snapshot-${String(offset).padStart(20, '0')}.bin`)

/** From the oldest to the newest; none where there is no log. */
export function snapshotsIn(dir: string): readonly SnapshotEntry[] {
  if (!existsSync(dir)) return []
  const names = readdirSync(dir).filter((name) => NAME.test(name)).sort()
  return names.map((name) => ({ path: join(dir, name), offset: Number(NAME.exec(name)![1]) }))
}

/** All but the newest together: what saves time must not cost a disk. Of a minute at full rate, that is two. */
const LOG_SHARE_MAX = 1 / 32

/** Deletes what is too much beside the whole log, once that has come to its end. */
export function thinToSize(dir: string): void {
  thinOut(dir, segmentsOf(dir).reduce((sum, { path }) => sum + statSync(path).size, 0) * LOG_SHARE_MAX)
}

/** Deletes what is too much. Others may do the same at the same time. */
export function thinOut(dir: string, olderBytesMax?: number): void {
  const sized = snapshotsIn(dir).flatMap((entry) => {
    const stats = statSync(entry.path, { throwIfNoEntry: false })
    return stats ? [{ ...entry, bytes: stats.size }] : []
  })
  for (const { offset } of surplus(sized, olderBytesMax)) rmSync(snapshotPath(dir, offset), { force: true })
}
