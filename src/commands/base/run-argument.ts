import { Args } from '@oclif/core'
import { recordBugsIn } from '../../runs/folders/errors-log.ts'
import { findRun } from '../../runs/folders/run-folders.ts'

export const runArgument = Args.string({ required: true, ignoreStdin: true, description: 'the id of a run, last, or the path of a run folder or a recording' })

/** The folder of the run that the user names; what goes wrong from here on is recorded there. */
export function openRun(word: string): string {
  const { dir } = findRun(word)
  recordBugsIn(dir)
  return dir
}
