import { type CsvRow, csvRows, placeOfCell } from '../../../adapters/files/csv-rows.ts'
import { didYouMean } from '../../../engine/kernel/nearest-word.ts'
import { UserError } from '../../user-error.ts'
import { messageOfEvent } from './event-message.ts'
import type { FileLine, RecordingFormat } from './line.ts'

const ENVELOPE = ['topic', 'id', 'type', 'sku', 'store', 'ts', 'source', 'receivedAt', 'correlationId', 'causationId'] as const
const REQUIRED = ['type', 'ts'] as const
/** What a cell of `data` is where it is no text: these fields alone are text whatever stands in them. */
const TEXTS = new Set(['currency', 'channel', 'segment', 'orderId', 'reservationId', 'vendor', 'competitor', 'role', 'promotionId', 'name', 'category', 'brand'])

/** Events, one a row: the envelope's fields by their names, those of its data as `data.<name>`. */
export const csv: RecordingFormat = {
  summary: 'events as CSV: columns type, ts, sku, store, …, data.<name>',
  async *read(text, file) {
    let header: readonly string[] | undefined
    let offset = 0
    for await (const row of csvRows(text, file)) {
      if (header === undefined) header = headerOf(row, file)
      else yield messageOfEvent(eventOf(header, row, file), lineOf(header, row, file), offset++)
    }
  },
}

function headerOf(row: CsvRow, file: string): readonly string[] {
  const names = row.cells.map((cell) => cell.trim().replace(/^\uFEFF/, ''))
  for (const [cell, name] of names.entries()) {
    const isKnown = ENVELOPE.includes(name as never) || /^data\.\w+$/.test(name)
    if (!isKnown) throw refusal(placeOfCell(file, row, cell), 'unknown_column', name, `there is no column "${name}"`, `${ENVELOPE.join(', ')}, or data.<name>`, didYouMean(name, ENVELOPE) || `write data.${name}, if it belongs to the event's data`)
    if (names.indexOf(name) !== cell) throw refusal(placeOfCell(file, row, cell), 'column_twice', name, `the column "${name}" is there twice`, 'each column is there once', 'leave one out')
  }
  const missing = REQUIRED.find((name) => !names.includes(name))
  if (missing) throw refusal(placeOfCell(file, row, 0), 'missing_column', undefined, `the column "${missing}" is missing`, `the first line names the columns; ${REQUIRED.join(' and ')} must be there`, 'add it')
  return names
}

function eventOf(header: readonly string[], row: CsvRow, file: string): Record<string, unknown> {
  if (row.cells.length !== header.length) {
    const message = `this row has ${row.cells.length} cells`
    throw refusal(placeOfCell(file, row, Math.min(row.cells.length, header.length) - 1), 'ragged_row', undefined, message, `a row has ${header.length} cells, as the header has`, 'mend the row; text with a comma stands in quotes')
  }
  const filled = header.flatMap((name, cell) => (row.cells[cell] === '' ? [] : [[name, row.cells[cell]] as const]))
  const data = filled.flatMap(([name, text]) => (name.startsWith('data.') ? [[name.slice(5), valueOf(name.slice(5), text)] as const] : []))
  const envelope = filled.flatMap(([name, text]) => (name.startsWith('data.') ? [] : [[name, name === 'ts' || name === 'receivedAt' ? wholeOrText(text) : text] as const]))
  return { ...Object.fromEntries(envelope), data: Object.fromEntries(data) }
}

/** Numbers and true or false as JSON has them; anything else is text, and the pipeline says what it thinks of it. */
function valueOf(name: string, text: string): unknown {
  if (TEXTS.has(name)) return text
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?(0|[1-9]\d{0,15})(\.\d{1,10})?$/.test(text) ? Number(text) : text
}

const wholeOrText = (text: string): number | string => (/^\d{13}$/.test(text) ? Number(text) : text)

function lineOf(header: readonly string[], row: CsvRow, file: string): FileLine {
  const places = header.map((_, cell) => numbersOf(file, row, cell))
  return { file, line: places[0][0], text: row.raw.trimEnd(), columns: new Map(header.map((name, cell) => [name, places[cell][1]])) }
}

/** Line and column of a cell. */
const numbersOf = (file: string, row: CsvRow, cell: number): readonly number[] => placeOfCell(file, row, cell).split(':').slice(-2).map(Number)

function refusal(place: string, code: string, value: string | undefined, message: string, rule: string, fix: string): UserError {
  return new UserError({ code, message: `${place}: ${message}`, place, value, rule, fix, exitCode: 104 })
}
