import { constants, setPriority } from 'node:os'

/**
 * The calling thread lets others go first, or (false) stands in line with them again. On Linux a priority belongs to a
 * thread, elsewhere to the process, which must not step back from its own work. Threads that are started meanwhile
 * inherit it; they are all behind nobody but other programs. Not everybody may come forward again, and that does no harm.
 */
export function stepBack(isBehind: boolean): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(isBehind ? constants.priority.PRIORITY_LOW : constants.priority.PRIORITY_NORMAL)
  } catch {
    // It stays as it is.
  }
}
