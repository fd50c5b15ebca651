import type { CompletedCommand, Value } from './model.ts'

/** Runs lie in a folder: their names are read when they are asked for. */
export const RUNS = 'last $(command ls "${PROMO_HOME:-.promo}/runs" 2>/dev/null)'

/** `simulate --fault` and `-s`: every spelling of every flag that takes a value, with what may follow. */
function flagValues(commands: readonly CompletedCommand[]): readonly (readonly [pattern: string, value: Value])[] {
  return commands.flatMap(({ words, flags }) =>
    flags.flatMap(({ long, short, value }) => (value === null ? [] : [long, ...(short === null ? [] : [short])].map((name) => [`${words} ${dashed(name)}`, value] as const))),
  )
}

/** Everything that begins with a dash after a command. */
export const dashedFlags = ({ flags }: CompletedCommand): readonly string[] => flags.flatMap(({ long, short }) => [dashed(long), ...(short === null ? [] : [dashed(short)])])

/** Commands of two words are found by both. */
const pairs = (commands: readonly CompletedCommand[]): readonly string[] => commands.map(({ words }) => words).filter((words) => words.includes(' '))

/** What can follow `promo`, and what can follow a word that begins several commands. */
export function nextWords(commands: readonly CompletedCommand[]): Readonly<Record<string, readonly string[]>> {
  const next: Record<string, string[]> = {}
  for (const { words } of commands) {
    const [first, second] = words.split(' ')
    next[''] = [...new Set([...(next[''] ?? []), first])]
    if (second) next[first] = [...(next[first] ?? []), second]
  }
  return next
}

/** The branches of a script's `case`, as bash and zsh both write them: what may follow a flag, and what a command. */
export function offered(commands: readonly CompletedCommand[], offer: (value: Value, alsoFiles?: boolean) => string): Readonly<Record<'VALUES' | 'ARGS' | 'PAIRS', readonly string[]>> {
  return {
    VALUES: flagValues(commands).map(([pattern, value]) => `    ${quoted(pattern)}) ${offer(value)} ;;`),
    ARGS: commands.flatMap(({ words, args: [first], takesFile }) => (first === undefined ? [] : [`      ${quoted(words)}) ${offer(first, takesFile)} ;;`])),
    PAIRS: [pairs(commands).map(quoted).join(' | ')],
  }
}

const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`)

/** For a shell's single quotes. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** Puts lines in place of the `@NAME@` of a script. */
export function fill(template: string, parts: Readonly<Record<string, readonly string[]>>): string {
  return template.replaceAll('$@', '$').replaceAll(/@([A-Z]+)@/g, (_whole, name: string) => parts[name].join('\n'))
}
