/**
 * The known word nearest to what was typed (Levenshtein distance), or undefined when nothing is near:
 * at most a third of its letters, and never more than three, may differ.
 */
export function nearestWord(typed: string, known: readonly string[]): string | undefined {
  let best: string | undefined
  let bestDistance = Math.min(3, Math.ceil(typed.length / 3)) + 1
  for (const word of known) {
    const distance = editDistance(typed.toLowerCase(), word.toLowerCase())
    if (distance < bestDistance) [best, bestDistance] = [word, distance]
  }
  return best
}

/** `; did you mean "x"?`, or nothing: made for the end of a fix. */
export function didYouMean(typed: string, known: readonly string[]): string {
  const word = nearestWord(typed, known)
  return word === undefined ? '' : `did you mean "${word}"?`
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitute = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, substitute))
    }
    row = next
  }
  return row[b.length]
}
