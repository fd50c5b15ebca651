import { randomBytes } from 'node:crypto'

const RUN_ID = /^\d{8}-\d{6}-[a-z0-9][a-z0-9-]{0,63}-[0-9a-f]{4}$/

/** `20261121-101530-flash-sale-7f3a`: sorts by time (UTC), says what ran, and is not given twice. */
export function newRunId(scenario: string, now: Date = new Date()): string {
  const [day, time] = now.toISOString().replaceAll(/[-:]|\..*$/g, '').split('T')
  return `${day}-${time}-${scenario}-${randomBytes(2).toString('hex')}`
}

export const isRunId = (text: string): boolean => RUN_ID.test(text)

/** ISO time at which the run began, from its id. */
export function startedAtOf(id: string): string {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/.exec(id) as RegExpExecArray
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
}
