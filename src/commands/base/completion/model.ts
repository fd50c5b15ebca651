import type { Config } from '@oclif/core'
import type { CompletionWords } from '../../../runs/completion-words.ts'

/** What can stand in a place: words, a name on disk, or something that nobody can guess. */
export type Value = readonly string[] | 'file' | 'folder' | 'run' | 'anything'

export interface CompletedFlag {
  readonly long: string
  readonly short: string | null
  readonly summary: string
  /** null: it takes no value. */
  readonly value: Value | null
}

export interface CompletedCommand {
  /** Its words, as they are typed. */
  readonly words: string
  readonly summary: string
  readonly flags: readonly CompletedFlag[]
  readonly args: readonly Value[]
  /** Whether a file may stand where words are offered. */
  readonly takesFile: boolean
}

type Loadable = Config['commands'][number]
type FlagOf = Loadable['flags'][string]

/** All commands with their flags, as oclif knows them, and the words that may follow. */
export function completedCommands(config: Config, words: CompletionWords): readonly CompletedCommand[] {
  return config.commands
    .filter(({ hidden }) => !hidden)
    .map((command) => toCommand(command, words))
    .toSorted((a, b) => (a.words < b.words ? -1 : 1))
}

function toCommand({ id, summary = '', flags, args }: Loadable, words: CompletionWords): CompletedCommand {
  const names = Object.keys(args)
  return {
    words: id.replaceAll(':', ' '),
    summary,
    flags: [...Object.values(flags).map((flag) => toFlag(flag, words)), { long: 'help', short: 'h', summary: 'show help', value: null }],
    args: names.map((name) => argumentOf(name, args[name].options, words)),
    takesFile: names.some((name) => name === 'scenario' || name === 'file'),
  }
}

function toFlag(flag: FlagOf, words: CompletionWords): CompletedFlag {
  const { name, char = null, description = '' } = flag
  return { long: name, short: char, summary: description, value: flag.type === 'boolean' ? null : valueOf(name, flag.helpValue, words) }
}

const LISTS: Readonly<Record<string, keyof CompletionWords>> = { fault: 'faults', threshold: 'thresholds' }

/** Help says what a value looks like: `embedded|kafka` are its words, `<path>` is a name on disk. */
function valueOf(name: string, helpValue: string | readonly string[] | undefined, words: CompletionWords): Value {
  if (Object.hasOwn(LISTS, name)) return words[LISTS[name]]
  if (typeof helpValue !== 'string' || helpValue.startsWith('<')) return helpValue === '<path>' ? 'file' : 'anything'
  return helpValue.split('|')
}

function argumentOf(name: string, options: readonly string[] | undefined, words: CompletionWords): Value {
  if (options) return options
  if (name === 'scenario' || name === 'file') return words.scenarios
  if (name === 'run') return 'run'
  return name === 'dir' ? 'folder' : 'anything'
}
