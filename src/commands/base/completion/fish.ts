import type { CompletedCommand, CompletedFlag, Value } from './model.ts'
import { nextWords } from './shell-tables.ts'

/** fish escapes only these two in single quotes. */
const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`

/** Options of fish's `complete` that say what may follow. */
function offer(value: Value, alsoFiles = false): string {
  if (value === 'anything') return '-x'
  if (value === 'run') return `-x -a '(__promo_runs)'`
  if (value === 'file') return '-r -F'
  if (value === 'folder') return `-x -a '(__fish_complete_directories)'`
  return `${alsoFiles ? '-F' : '-x'} -a ${quoted(value.join(' '))}`
}

export function fishScript(commands: readonly CompletedCommand[]): string {
  const { '': first, ...second } = nextWords(commands)
  const summaryOf = (words: string) => commands.find((command) => command.words === words)?.summary ?? ''
  const begin = first.map((word) => `complete -c promo -n '__promo_is_at' -f -a ${quoted(word)} -d ${quoted(summaryOf(word))}`)
  const go = Object.entries(second).flatMap(([word, words]) =>
    words.map((next) => `complete -c promo -n ${quoted(`__promo_is_at ${word}`)} -f -a ${quoted(next)} -d ${quoted(summaryOf(`${word} ${next}`))}`),
  )
  return `# Completion of promo in fish. In ~/.config/fish/config.fish: promo completion fish | source
function __promo_words --description 'the words before the cursor that are no flags'
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        string match -q -- '-*' $word; or echo $word
    end
end
function __promo_is_at
    test "$(string join ' ' -- (__promo_words))" = "$argv"
end
function __promo_is_in
    string match -q -r -- "^$argv"'( |$)' "$(string join ' ' -- (__promo_words))"
end
function __promo_runs
    echo last
    command ls (set -q PROMO_HOME; and echo $PROMO_HOME; or echo .promo)/runs 2>/dev/null
end
complete -c promo -f
${[...begin, ...go, ...commands.flatMap(commandLines)].join('\n')}
`
}

function commandLines({ words, flags, args: [first], takesFile }: CompletedCommand): readonly string[] {
  const inside = `complete -c promo -n ${quoted(`__promo_is_in ${words}`)}`
  const argument = first === undefined || first === 'anything' ? [] : [`complete -c promo -n ${quoted(`__promo_is_in ${words}`)} ${offer(first, takesFile)}`]
  return [...flags.map((flag) => `${inside} ${flagOptions(flag)}`), ...argument]
}

function flagOptions({ long, short, summary, value }: CompletedFlag): string {
  return [`-l ${long}`, ...(short === null ? [] : [`-s ${short}`]), value === null ? '-f' : offer(value), `-d ${quoted(summary)}`].join(' ')
}
