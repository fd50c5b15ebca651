/** Why a written start is no moment. */
export type StartProblem = 'no_such_time' | 'no_such_zone' | 'in_dst_gap'

/**
 * Epoch milliseconds of `2026-11-27T10:00` in an IANA zone, or of the same with `Z` or an offset. A time that occurs
 * twice (clocks go back) is the first of the two; one that never occurs (clocks go forward) is a problem.
 */
export function parseStart(written: string, timeZone: string): number | StartProblem {
  const [, local, offset] = /^(.*?)(Z|[+-]\d\d:\d\d)?$/.exec(written) as RegExpExecArray
  const utc = utcOf(local)
  if (utc === undefined) return 'no_such_time'
  if (offset !== undefined) return utc - offsetMsOf(offset)
  const offsetAt = zoneOffsets(timeZone)
  if (!offsetAt) return 'no_such_zone'
  const candidates = [utc - offsetAt(utc - DAY_MS), utc - offsetAt(utc + DAY_MS)]
  const moments = candidates.filter((moment) => moment + offsetAt(moment) === utc)
  return moments.length ? Math.min(...moments) : 'in_dst_gap'
}

const DAY_MS = 86_400_000

/** The written wall-clock time as if it were UTC; undefined for the 30th of February. */
function utcOf(local: string): number | undefined {
  const seconds = local.length === 16 ? `${local}:00` : local
  const utc = Date.parse(`${seconds}Z`)
  return Number.isNaN(utc) || !new Date(utc).toISOString().startsWith(seconds) ? undefined : utc
}

function offsetMsOf(offset: string): number {
  if (offset === 'Z') return 0
  const [hours, minutes] = offset.slice(1).split(':').map(Number)
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

/** The zone's offset from UTC at a moment, in ms; undefined for a zone that does not exist. */
function zoneOffsets(timeZone: string): ((moment: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    return (moment) => {
      const name = format.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
      return name === 'GMT' ? 0 : offsetMsOf(name.slice(3, 9))
    }
  } catch {
    return undefined
  }
}
