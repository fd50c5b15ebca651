import type { CompletedCommand, Value } from './model.ts'
import { dashedFlags, fill, nextWords, offered, quoted, RUNS } from './shell-tables.ts'

/** `@NAME@` stands for what derives from the commands, `$@` for a dollar: String.raw would take `${` for its own. */
const TEMPLATE = String.raw`#compdef promo
# Completion of promo in zsh. In ~/.zshrc: eval "$(promo completion zsh)"
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
_promo() {
  local current="$@{words[CURRENT]}" previous="$@{words[CURRENT-1]}" command='' disk=''
  local -a next flags candidates
  (( CURRENT > 2 )) && command="$@{words[2]}"
  if (( CURRENT > 3 )); then
    case "$command $@{words[3]}" in @PAIRS@) command="$command $@{words[3]}" ;; esac
  fi
  if [[ "$current" == --*=* ]]; then previous="$@{current%%=*}"; compset -P '*='; current="$@{current#*=}"; fi
  case "$command" in
@NEXT@
  esac
  case "$command" in
@FLAGS@
  esac
  case "$command $previous" in
@VALUES@
    *)
      if [[ "$current" == -* ]]; then candidates=($flags)
      elif (( $#next )) && { [[ -z "$command" ]] || [[ "$previous" == "$command" ]] }; then candidates=($next)
      else case "$command" in
@ARGS@
      esac; fi ;;
  esac
  # What ends in : or = is not finished.
  compadd -S '' -- $@{(M)candidates:#*[:=]}
  compadd -- $@{candidates:#*[:=]}
  case "$disk" in
    files) _files ;;
    folders) _files -/ ;;
  esac
}
compdef _promo promo
`

function offer(value: Value, alsoFiles = false): string {
  if (value === 'anything') return ':'
  if (value === 'run') return `candidates=(${RUNS}); disk=folders`
  if (value === 'file' || value === 'folder') return `disk=${value}s`
  return `candidates=(${value.map(quoted).join(' ')})${alsoFiles ? '; disk=files' : ''}`
}

export function zshScript(commands: readonly CompletedCommand[]): string {
  const next = Object.entries(nextWords(commands)).map(([word, words]) => `    ${quoted(word)}) next=(${words.join(' ')}) ;;`)
  const flags = commands.map((command) => `    ${quoted(command.words)}) flags=(${dashedFlags(command).join(' ')}) ;;`)
  return fill(TEMPLATE, { NEXT: next, FLAGS: flags, ...offered(commands, offer) })
}
