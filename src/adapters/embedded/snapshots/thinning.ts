/** A snapshot, by its place in the log and its size. */
export interface Kept {
  readonly offset: number
  readonly bytes: number
}

export const SNAPSHOTS_MAX = 8

/**
 * Which ones to delete so that the rest is spread over the log as evenly as it can be. In order of their offsets; the
 * newest always stays, because a restart begins there. All others take `olderBytesMax` together at most.
 */
export function surplus(snapshots: readonly Kept[], olderBytesMax = Infinity): readonly Kept[] {
  const kept = [...snapshots]
  const older = () => kept.slice(0, -1)
  while (kept.length > SNAPSHOTS_MAX || sum(older()) > olderBytesMax) kept.splice(mostCrowded(kept), 1)
  return snapshots.filter((snapshot) => !kept.includes(snapshot))
}

/** The one whose neighbours are nearest to each other. The log's start needs no snapshot. */
function mostCrowded(kept: readonly Kept[]): number {
  const gaps = kept.slice(0, -1).map((_, index) => kept[index + 1].offset - (kept[index - 1]?.offset ?? 0))
  return gaps.indexOf(Math.min(...gaps))
}

const sum = (snapshots: readonly Kept[]): number => snapshots.reduce((total, { bytes }) => total + bytes, 0)
