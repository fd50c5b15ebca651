/** How a piece of text looks; each must also make sense without colour. */
export type Style = 'plain' | 'faint' | 'strong' | 'good' | 'bad' | 'warn' | 'accent' | 'inverse'

export interface Span {
  readonly text: string
  readonly style: Style
}

/** One row of the screen. */
export type Line = readonly Span[]

const CODES: Readonly<Record<Style, string>> = { plain: '', faint: '2', strong: '1', good: '32', bad: '31', warn: '33', accent: '36', inverse: '7' }
// Names come from users' files: characters that take two cells, and those that take none.
const WIDE = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{1F300}-\u{1FAFF}]|[\u{20000}-\u{3FFFD}]/u
const COMBINING = /\p{M}/u

export const span = (text: string, style: Style = 'plain'): Span => ({ text, style })
export const line = (...parts: readonly (string | Span)[]): Line => parts.map((part) => (typeof part === 'string' ? span(part) : part))
export const BLANK: Line = []

// Nearly everything on the screen; all of it takes a cell each.
const NARROW = /^[\u0020-\u007E\u00A0-\u00FF\u2010-\u2027\u2190-\u2199\u2500-\u25F9\u2713\u2717]*$/

export const cellsOf = (text: string): number => (NARROW.test(text) ? text.length : countCells(text))
const countCells = (text: string): number => Array.from(text).reduce((sum, character) => sum + (COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1), 0)
export const widthOf = (row: Line): number => row.reduce((sum, { text }) => sum + cellsOf(text), 0)

/** The text in exactly so many cells; what is too long ends with a mark that something is missing. */
export function fit(text: string, cells: number): string {
  const missing = cells - cellsOf(text)
  if (missing >= 0) return text + ' '.repeat(missing)
  const kept = cut(text, Math.max(0, cells - 1))
  return cells === 0 ? '' : `${kept}…${' '.repeat(cells - 1 - cellsOf(kept))}`
}

export const fitLeft = (text: string, cells: number): string => (cellsOf(text) > cells ? fit(text, cells) : ' '.repeat(cells - cellsOf(text)) + text)

/** The row in at most so many cells. */
export function clip(row: Line, cells: number): Line {
  let left = cells
  const kept: Span[] = []
  for (const { text, style } of row) {
    const part = cellsOf(text) <= left ? text : fit(text, left)
    left -= cellsOf(part)
    if (part !== '') kept.push({ text: part, style })
  }
  return kept
}

/** `left … right` across the whole width; where both do not fit, the left one gives way. */
export function spreadOut(left: Line, right: Line, cells: number): Line {
  const room = Math.max(0, cells - widthOf(right))
  const kept = clip(left, Math.max(0, room - 1))
  return clip([...kept, span(' '.repeat(Math.max(0, room - widthOf(kept)))), ...right], cells)
}

/** Two blocks beside each other, the left one padded to its width. */
export function beside(left: readonly Line[], right: readonly Line[], leftCells: number, gap = 3): readonly Line[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, row) => {
    const kept = clip(left[row] ?? BLANK, leftCells)
    return [...kept, span(' '.repeat(leftCells - widthOf(kept) + gap)), ...(right[row] ?? BLANK)]
  })
}

/** For the terminal. */
export function paint(row: Line, isColoured: boolean): string {
  const painted = row.map(({ text, style }) => (isColoured && CODES[style] !== '' ? `\u001B[${CODES[style]}m${text}\u001B[0m` : text))
  return painted.join('').trimEnd()
}

function cut(text: string, cells: number): string {
  if (NARROW.test(text)) return text.slice(0, cells)
  let kept = ''
  for (const character of text) {
    if (cellsOf(kept + character) > cells) break
    kept += character
  }
  return kept
}
