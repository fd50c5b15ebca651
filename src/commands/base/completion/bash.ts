import type { CompletedCommand, Value } from './model.ts'
import { dashedFlags, fill, nextWords, offered, quoted, RUNS } from './shell-tables.ts'

/** `@NAME@` stands for what derives from the commands, `$@` for a dollar: String.raw would take `${` for its own. */
const TEMPLATE = String.raw`# Completion of promo in bash. In ~/.bashrc: eval "$(promo completion bash)"
_promo() {
  local typed="$@{COMP_LINE:0:COMP_POINT}" current='' previous='' command='' next='' flags='' candidates='' disk='' prefix='' last
  local -a words=()
  read -ra words <<< "$typed"
  # A word that is still being typed ends at the cursor.
  if [[ "$typed" != *[[:space:]] ]]; then last=$(( $@{#words[@]} - 1 )); current="$@{words[last]}"; unset "words[last]"; fi
  (( $@{#words[@]} > 0 )) || return
  previous="$@{words[$@{#words[@]} - 1]}"
  if [[ "$current" == --*=* ]]; then previous="$@{current%%=*}"; prefix="$previous="; current="$@{current#*=}"; fi
  command="$@{words[1]:-}"
  case "$command $@{words[2]:-}" in @PAIRS@) command="$command $@{words[2]}" ;; esac
  case "$command" in
@NEXT@
  esac
  case "$command" in
@FLAGS@
  esac
  case "$command $previous" in
@VALUES@
    *)
      if [[ "$current" == -* ]]; then candidates="$flags"
      elif [[ -n "$next" && ( -z "$command" || "$previous" == "$command" ) ]]; then candidates="$next"
      else case "$command" in
@ARGS@
      esac; fi ;;
  esac
  local IFS=$'\n'
  COMPREPLY=($(compgen -W "$@{candidates// /$'\n'}" -- "$current"))
  [[ -z "$disk" ]] || COMPREPLY+=($(compgen $disk -- "$current"))
  # Readline replaces only what stands behind the last : = or @.
  local whole="$prefix$current" index
  local kept="$@{whole%"$@{whole##*[:=@]}"}"
  for index in "$@{!COMPREPLY[@]}"; do COMPREPLY[index]="$prefix$@{COMPREPLY[index]}"; COMPREPLY[index]="$@{COMPREPLY[index]#"$kept"}"; done
  case "$@{COMPREPLY[0]:-}" in *[:=]) compopt -o nospace 2>/dev/null ;; esac
}
complete -o filenames -F _promo promo
`

/** Sets `candidates`, or `disk` to the option that makes compgen list names. */
function offer(value: Value, alsoFiles = false): string {
  if (value === 'anything') return ':'
  if (value === 'run') return `candidates="${RUNS}" disk=-d`
  if (value === 'file' || value === 'folder') return `disk=${value === 'file' ? '-f' : '-d'}`
  return `candidates=${quoted(value.join(' '))}${alsoFiles ? ' disk=-f' : ''}`
}

export function bashScript(commands: readonly CompletedCommand[]): string {
  const next = Object.entries(nextWords(commands)).map(([word, words]) => `    ${quoted(word)}) next=${quoted(words.join(' '))} ;;`)
  const flags = commands.map((command) => `    ${quoted(command.words)}) flags=${quoted(dashedFlags(command).join(' '))} ;;`)
  return fill(TEMPLATE, { NEXT: next, FLAGS: flags, ...offered(commands, offer) })
}
