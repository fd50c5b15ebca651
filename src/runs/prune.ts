import { lstatSync, readlinkSync, rmSync } from 'node:fs'
import { runsDir } from './folders/home.ts'
import { type RunFolder, runFolders } from './folders/run-folders.ts'
import { isRunning } from './folders/run-state.ts'
import { UserError } from './user-error.ts'

export interface Pruned {
  readonly removed: readonly string[]
  readonly kept: readonly string[]
}

/** Deletes all runs but the newest `keep` and those that still go on. Links are never followed. */
export function prune({ keep, dir = runsDir() }: { readonly keep: number; readonly dir?: string }): Pruned {
  if (lstatSync(dir, { throwIfNoEntry: false })?.isSymbolicLink()) throw behindLink(dir)
  const runs = runFolders(dir)
  const removable = runs.slice(keep).filter((run) => !isRunning(run.dir))
  for (const run of removable) rmSync(run.dir, { recursive: true })
  return { removed: ids(removable), kept: ids(runs.filter((run) => !removable.includes(run))) }
}

const ids = (runs: readonly RunFolder[]): readonly string[] => runs.map(({ id }) => id)

/** Where `runs` itself is a link, what it leads to was perhaps never meant to be pruned. */
function behindLink(dir: string): UserError {
  const rule = 'runs are deleted in the folder itself, never behind a link'
  return new UserError({ code: 'symlink', message: `${dir} is a symbolic link`, place: dir, value: readlinkSync(dir), rule, fix: 'set PROMO_HOME to the folder that it leads to', exitCode: 104 })
}
