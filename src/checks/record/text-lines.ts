import { HeldBytes } from './held-bytes.ts'

const NEWLINE = 0x0a

/** A text of whole lines, each of which ends with a newline. */
export const linesOf = (text: string): string[] => (text === '' ? [] : text.slice(0, -1).split('\n'))

/** The whole lines of a file that comes in pieces. Returns how many bytes are left behind the last newline. */
export function* textLines(pieces: Iterable<Uint8Array>): Generator<string, number> {
  const held = new HeldBytes()
  for (const piece of pieces) {
    // No newline is in what was left of the piece before.
    const left = held.length
    held.append(piece)
    const end = left + piece.lastIndexOf(NEWLINE) + 1
    if (end > left) {
      yield* linesOf(held.text(0, end))
      held.drop(end)
    }
    held.keep()
  }
  return held.length
}
