import type { Paint } from '../paint.ts'
import { printable } from '../texts.ts'

/** A label, dots, and what there is to say about it; a note stands on lines of its own below. */
export interface Line {
  readonly label: string
  readonly parts: readonly string[]
  readonly mark?: string
  readonly note?: string
}

/** The narrowest terminal that people still use. */
export const COLUMNS = 80
/** Longer labels are not led by dots: one of them would push the values of all others aside. */
const LABEL_MAX = 42
const LABEL_MIN = 24
const BEFORE_LABEL = 4
const DOTS_MIN = 3
const HANGING = 6

/** How wide the column of labels is. */
export function labelWidth(lines: readonly Line[]): number {
  const widths = lines.map(({ label }) => printable(label).length).filter((width) => width <= LABEL_MAX)
  return Math.max(LABEL_MIN, ...widths)
}

/** `✓ label......: value  value`; what does not fit goes on below, set in. */
export function layOut({ mark = ' ', label, parts, note }: Line, width: number, paint: Paint): readonly string[] {
  const name = printable(label)
  const texts = parts.map(printable)
  const below = note === undefined ? [] : wrap(printable(note).split(' '), ' ', COLUMNS - HANGING).map(setIn)
  if (name.length > width) return [`  ${mark} ${name}`, ...wrap(texts, '  ', COLUMNS - HANGING).map(setIn), ...below]
  const dots = paint.faint('.'.repeat(width + DOTS_MIN - name.length))
  const [first = '', ...rest] = wrap(texts, '  ', COLUMNS - HANGING, COLUMNS - BEFORE_LABEL - width - DOTS_MIN - 2)
  return [`  ${mark} ${name}${dots}: ${first}`.trimEnd(), ...rest.map(setIn), ...below]
}

const setIn = (text: string): string => ' '.repeat(HANGING) + text

/** Pieces side by side in lines of at most `columns`; a piece is never broken. */
export function wrap(pieces: readonly string[], gap: string, columns: number, firstColumns = columns): readonly string[] {
  const lines: string[] = []
  for (const piece of pieces) {
    const last = lines.at(-1)
    const room = lines.length <= 1 ? firstColumns : columns
    if (last !== undefined && last.length + gap.length + piece.length <= room) lines[lines.length - 1] = last + gap + piece
    else lines.push(piece)
  }
  return lines
}

/** Columns of values under their names, each as wide as its widest cell. */
export function layOutTable(heading: string, names: readonly string[], rows: readonly Row[], paint: Paint): readonly string[] {
  const width = Math.max(LABEL_MIN, ...rows.map(({ label }) => printable(label).length))
  const widths = names.map((name, column) => Math.max(name.length, ...rows.map(({ cells }) => cells[column].length)) + 2)
  const aligned = (cells: readonly string[]) => cells.map((cell, column) => cell.padStart(widths[column])).join('')
  const title = paint.heading(heading) + ' '.repeat(Math.max(1, BEFORE_LABEL - 2 + width + DOTS_MIN + 1 - heading.length))
  const lines = rows.map(({ label, cells }) => {
    const name = printable(label)
    return `    ${name}${paint.faint('.'.repeat(width + DOTS_MIN - name.length))}:${aligned(cells)}`
  })
  return [`  ${title}${aligned(names)}`, ...lines]
}

/** A row of a table. */
export interface Row {
  readonly label: string
  readonly cells: readonly string[]
}
