import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { identityOf, isAlive, type ProcessIdentity, readStat } from './process-identity.ts'

/** A process and those that it has started, which is how PostgreSQL serves its connections. One that has ended has none. */
export function familyOf(parent: ProcessIdentity): readonly ProcessIdentity[] {
  if (!isAlive(parent)) return [parent]
  const children = parents().filter(({ parentPid }) => parentPid === parent.pid).map(({ pid }) => identityOf(pid))
  return [parent, ...children.filter((child) => child !== undefined)]
}

interface Parentage {
  readonly pid: number
  readonly parentPid: number
}

const parents = (): readonly Parentage[] => (process.platform === 'linux' ? linuxParents() : toldParents())

/** Processes end while they are looked at. */
function linuxParents(): readonly Parentage[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      return [{ pid: Number(name), parentPid: readStat(readFileSync(`/proc/${name}/stat`, 'utf8')).parentPid }]
    } catch {
      return []
    }
  })
}

/** Where there is no /proc. */
function toldParents(): readonly Parentage[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  return lines.map((line) => line.trim().split(/\s+/).map(Number)).map(([pid, parentPid]) => ({ pid, parentPid }))
}
