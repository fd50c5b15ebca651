/** A space that may become the end of a line: a number keeps its unit. */
const BREAKABLE = / (?!(?:%|ms|s|µs|MB)(?:[ ,;.:)]|$))/

/** A line of prose in lines of at most `columns`, broken between words; a word that is longer stands alone. */
export function fold(line: string, columns: number): readonly string[] {
  const lines: string[] = []
  for (const word of line.split(BREAKABLE)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
