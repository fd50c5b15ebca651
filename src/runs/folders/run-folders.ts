import { type Dirent, existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { runsDir } from './home.ts'
import { isRunId, startedAtOf } from './run-id.ts'
import { didYouMean, UserError } from '../user-error.ts'

/** A run on disk. */
export interface RunFolder {
  readonly id: string
  readonly dir: string
}

/** The runs on disk, the newest first. What is no run, or a link to somewhere else, is not among them. */
export function runFolders(dir: string = runsDir()): readonly RunFolder[] {
  return entriesOf(dir)
    .filter((entry) => entry.isDirectory() && isRunId(entry.name) && isRunFolder(join(dir, entry.name)))
    .map(({ name }) => ({ id: name, dir: join(dir, name) }))
    .sort(newestFirst)
}

/** The folder of a run by its id, by a path, or the `last` one; `place` is where the user wrote it. */
export function findRun(word: string, dir: string = runsDir(), place = '<run>'): RunFolder {
  const runs = runFolders(dir)
  const found = word === 'last' ? runs[0] : runs.find(({ id }) => id === word)
  if (found) return found
  if (word !== 'last' && isRunFolder(word)) return { id: basename(resolve(word)), dir: word }
  throw noSuchRun(word, place, ...answerTo(word, dir, runs))
}

/** A run writes its scenario before anything else. */
export function isRunFolder(dir: string): boolean {
  return existsSync(join(dir, 'scenario.json')) && lstatSync(join(dir, 'scenario.json')).isFile()
}

/** By their ids; runs of one second by the moment at which their folder came to be. */
function newestFirst(a: RunFolder, b: RunFolder): number {
  const [startA, startB] = [startedAtOf(a.id), startedAtOf(b.id)]
  if (startA !== startB) return startA < startB ? 1 : -1
  return statSync(b.dir).birthtimeMs - statSync(a.dir).birthtimeMs
}

function entriesOf(dir: string): readonly Dirent[] {
  return existsSync(dir) ? readdirSync(dir, { withFileTypes: true }) : []
}

type Answer = readonly [message: string, fix: string]

function answerTo(word: string, dir: string, runs: readonly RunFolder[]): Answer {
  if (word !== 'last' && existsSync(word)) return [`${word} is there, but it is no run: there is no scenario.json in it`, 'name the folder of a run or of a recording; promo runs lists runs']
  return runs.length === 0 ? [`there is no run in ${dir} yet`, 'make one: promo simulate flash-sale'] : unknownRun(word, runs)
}

function unknownRun(value: string, runs: readonly RunFolder[]): Answer {
  return [`there is no run "${value}"`, didYouMean(value, ['last', ...runs.map(({ id }) => id)]) || 'see promo runs']
}

function noSuchRun(value: string, place: string, ...[message, fix]: Answer): UserError {
  const rule = 'the id of a run, last, or the path of a run folder or a recording'
  return new UserError({ code: 'unknown_run', message, place, value, rule, fix, exitCode: 104 })
}
