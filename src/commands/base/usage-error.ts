import { Config } from '@oclif/core'
import { CLIError } from '@oclif/core/errors'
import { didYouMean, UserError } from '../../runs/user-error.ts'

/** What a command takes, as far as a complaint about it needs to know. */
export interface Usage {
  readonly command: string
  readonly argv: readonly string[]
  /** Each flag's short form, if it has one. */
  readonly flags: Readonly<Record<string, string | undefined>>
  readonly args: readonly string[]
}

export const isComplaint = (error: unknown): error is CLIError => error instanceof CLIError

/** oclif's complaints carry 17 KB of its own insides; these are the same in our words. */
export function usageError(complaint: CLIError, usage: Usage): UserError {
  const { flags = [], args = [] } = complaint as { readonly flags?: readonly string[]; readonly args?: readonly unknown[] }
  switch (complaint.constructor.name) {
    case 'NonExistentFlagsError':
      return unknownFlag(flags[0], usage)
    case 'UnexpectedArgsError':
      return unexpectedArgument(String(args[0]), usage)
    case 'RequiredArgsError':
      return missingArgument((args[0] as { readonly name: string }).name, usage)
    default:
      return badFlag(complaint.message, usage)
  }
}

function unknownFlag(written: string, { command, flags }: Usage): UserError {
  const name = written.replace(/=.*/s, '')
  const near = didYouMean(name, dashed(flags))
  return mistake('unknown_flag', name, `there is no flag ${name}`, `promo ${command} takes ${dashed(flags).join(', ')}`, near || `see promo ${command} --help`)
}

function unexpectedArgument(value: string, { command, args }: Usage): UserError {
  const rule = args.length ? `promo ${command} takes ${args.map((name) => `<${name}>`).join(' ')}` : `promo ${command} takes flags only`
  return mistake('unexpected_argument', value, `"${value}" is one word too many`, rule, 'leave it out, or put text with spaces in quotes')
}

function missingArgument(name: string, { command, args }: Usage): UserError {
  const rule = `promo ${command} ${args.map((each) => `<${each}>`).join(' ')}`
  return mistake('missing_argument', undefined, `<${name}> is missing`, rule, `see promo ${command} --help`, `<${name}>`)
}

/** oclif says these two only in words. */
function badFlag(message: string, { command, argv, flags }: Usage): UserError {
  const name = /--([\w-]+)/.exec(message)?.[1] ?? ''
  const flag = `--${name}`
  if (message.includes('only be specified once')) {
    const values = isSecret(name) ? undefined : valuesOf(flag, flags[name], argv).join(', ')
    return mistake('flag_twice', values, `${flag} is there twice`, 'this flag is given once', `leave one ${flag} out`, flag)
  }
  if (message.includes('expects')) return mistake('missing_value', undefined, `${flag} has no value`, `${flag} <value>`, `see promo ${command} --help`, flag)
  return mistake('bad_usage', undefined, message.split('\n', 1)[0], `see promo ${command} --help`, 'mend the command line')
}

/** What stands behind it may be the secret itself, in the wrong place. */
export const isSecret = (name: string): boolean => name.endsWith('-password')

/** Of `--seed 1`, `--seed=1`, `-s 1`, `-s=1` and `-s1`: what follows the name. */
function valuesOf(flag: string, char: string | undefined, argv: readonly string[]): readonly string[] {
  return argv.flatMap((word, index) => {
    if (word === flag || (char && word === `-${char}`)) return argv.slice(index + 1, index + 2)
    if (word.startsWith(`${flag}=`)) return [word.slice(flag.length + 1)]
    return char && word.startsWith(`-${char}`) ? [word.slice(2).replace(/^=/, '')] : []
  })
}

function mistake(code: string, value: string | undefined, message: string, rule: string, fix: string, place = value): UserError {
  return new UserError({ code, message, place, value, rule, fix, exitCode: 2 })
}

const dashed = (flags: Usage['flags']): readonly string[] => Object.keys(flags).map((name) => `--${name}`)

/** The words do not lead to a command: says which ones would. */
export async function unknownCommand(argv: readonly string[], binUrl: string): Promise<UserError> {
  const { commandIDs } = await Config.load(binUrl)
  const commands = commandIDs.map((id) => id.replaceAll(':', ' '))
  const rule = `commands: ${commands.join(', ')}`
  const flagAt = argv.findIndex((word) => word.startsWith('-'))
  const words = flagAt < 0 ? argv : argv.slice(0, flagAt)
  if (words.length === 0) return mistake('no_command', argv[0], 'the command stands before its flags', rule, 'write for example promo simulate flash-sale')
  const [first] = words
  const twoWords = didYouMean(words.slice(0, 2).join(' '), commands.filter((command) => command !== first))
  if (commands.includes(first)) return mistake('unexpected_argument', words[1], `promo ${first} takes no "${words[1]}"`, rule, twoWords || `see promo ${first} --help`)
  return mistake('unknown_command', first, `there is no command "${first}"`, rule, twoWords || didYouMean(first, commands) || 'see promo --help')
}
