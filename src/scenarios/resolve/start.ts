import type { CompleteFile } from '../defaults.ts'
import { parseStart } from '../local-time.ts'
import type { Refuse } from './problem.ts'

/** The moment at which the run starts, epoch ms. */
export function resolveStart({ startsAt, timeZone }: CompleteFile, refuse: Refuse): number {
  const start = parseStart(startsAt, timeZone)
  if (typeof start === 'number') return start
  switch (start) {
    case 'no_such_time':
      return refuse(['startsAt'], {
        code: start,
        message: `there is no ${startsAt}`,
        value: startsAt,
        rule: 'a date and a time that exist',
        fix: 'write for example 2026-11-27T10:00',
      })
    case 'no_such_zone':
      return refuse(['timeZone'], {
        code: start,
        message: `there is no time zone ${timeZone}`,
        value: timeZone,
        rule: 'an IANA time zone',
        fix: 'write for example Asia/Kolkata',
      })
    case 'in_dst_gap':
      return refuse(['startsAt'], {
        code: start,
        message: `${startsAt} does not occur in ${timeZone}: the clocks go forward over it`,
        value: startsAt,
        rule: 'a local time that its zone has',
        fix: 'move it by an hour',
      })
  }
}
