import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * A process of this machine, and nobody else: a number alone may be given to another process once this one has ended.
 * `mark` says when it was started.
 */
export interface ProcessIdentity {
  readonly pid: number
  readonly mark: string
}

/** The process that has this number now; undefined where there is none. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const mark = process.platform === 'linux' ? linuxMark(pid) : toldMark(pid)
  return mark === undefined ? undefined : { pid, mark }
}

/** True while the very process still runs that was meant. */
export function isAlive({ pid, mark }: ProcessIdentity): boolean {
  return identityOf(pid)?.mark === mark
}

/** Clock ticks count from the machine's start, so the start itself belongs to the mark. A zombie is no process. */
function linuxMark(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const { state, startedAtTicks } = readStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    return state === 'Z' || state === 'X' ? undefined : `${boot}/${startedAtTicks}`
  } catch {
    return undefined
  }
}

/** The second field is the program's name in brackets, and may hold blanks and brackets itself. */
export function readStat(stat: string): { readonly state: string; readonly parentPid: number; readonly startedAtTicks: string } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0], parentPid: Number(fields[1]), startedAtTicks: fields[19] }
}

/** Where there is no /proc. */
function toldMark(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}
