import { readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { identityOf, type ProcessIdentity } from './process-identity.ts'

/**
 * Processes of this program that work in the folder, or below it; whoever else looks around there is none of them. Empty
 * where the system does not say (it does on Linux).
 */
export function processesIn(dir: string, program: string): readonly ProcessIdentity[] {
  const [folder, file] = [realpathSync(dir), realpathSync(program)]
  const pids = numbersIn('/proc').filter((pid) => linkOf(pid, 'exe') === file && isWithin(folder, linkOf(pid, 'cwd')))
  return pids.map(identityOf).filter((each) => each !== undefined)
}

const isWithin = (folder: string, path: string | undefined): boolean => path === folder || (path?.startsWith(`${folder}/`) ?? false)

function numbersIn(folder: string): readonly number[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name)).map(Number)
  } catch {
    return []
  }
}

/** Processes end while they are looked at, and some are nobody's business. */
function linkOf(pid: number, name: 'cwd' | 'exe'): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/${name}`)
  } catch {
    return undefined
  }
}
