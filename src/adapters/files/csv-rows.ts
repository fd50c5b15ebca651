import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { UserError } from '../../engine/kernel/user-error.ts'

/** One record, the line it ends at (from 1) and its text as it stands in the file, line end included. */
export interface CsvRow {
  readonly cells: readonly string[]
  readonly lastLine: number
  readonly raw: string
}

/** Longest record: far above any line of a catalogue, far below what would hurt. */
const RECORD_CHARACTERS_MAX = 65_536

/** More empty lines in a row than any table has. */
const VOID = /(?:\r?\n){8192}/

interface Parsed {
  readonly record: string[]
  readonly raw: string
  readonly info: { readonly lines: number }
}

/** The records of a CSV text (RFC 4180; any line ends; empty lines do not count). The only user of csv-parse. */
export async function* csvRows(text: AsyncIterable<string>, file: string): AsyncGenerator<CsvRow> {
  const parser = parse({
    info: true,
    raw: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: RECORD_CHARACTERS_MAX,
  })
  pipeline(Readable.from(withoutVoids(text, file)), parser, () => {})
  try {
    for await (const { record, raw, info } of parser as AsyncIterable<Parsed>) {
      yield { cells: record, lastLine: info.lines, raw: raw.replace(/^[\r\n]+/, '') }
    }
  } catch (error) {
    throw error instanceof CsvError ? syntaxError(error, file) : error
  }
}

/** The parser keeps skipped lines in memory until the next record: an endless void must not reach it. */
async function* withoutVoids(text: AsyncIterable<string>, file: string): AsyncGenerator<string> {
  for await (const piece of text) {
    if (VOID.test(piece)) {
      const fix = 'look inside, and remove them'
      throw new UserError({ code: 'empty_lines', message: `${file} has thousands of empty lines in a row`, place: file, rule: 'a table of records', fix, exitCode: 104 })
    }
    yield piece
  }
}

/** `file:line:column` of a cell: of the line that its row begins at, columns counted from 1. */
export function placeOfCell(file: string, { lastLine, raw }: CsvRow, cell: number): string {
  let column = 0
  for (let left = cell; left > 0; left--) column = endOfCell(raw, column) + 1
  return `${file}:${firstLine(lastLine, raw)}:${column + 1}`
}

function endOfCell(raw: string, from: number): number {
  const cell = /^"(?:[^"]|"")*"|^[^,]*/.exec(raw.slice(from))
  return from + (cell?.[0].length ?? 0)
}

/** csv-parse counts a CRLF inside quotes as two lines, and the end of the record not yet. */
function firstLine(lastLine: number, raw: string): number {
  const withinRecord = raw.replace(/^[\r\n]+/, '').replace(/\r?\n$|\r$/, '')
  return lastLine - withinRecord.replaceAll(/[^\r\n]/g, '').length
}

const EXPLAINED: Readonly<Record<string, { readonly code: string; readonly message: string; readonly rule: string; readonly fix: string }>> = {
  CSV_QUOTE_NOT_CLOSED: {
    code: 'quote_open',
    message: 'a quote is opened here and never closed',
    rule: 'a quoted cell ends with a quote',
    fix: 'close it, or write "" for a quote that belongs to the text',
  },
  CSV_MAX_RECORD_SIZE: {
    code: 'record_too_long',
    message: `a record from here on has more than ${RECORD_CHARACTERS_MAX} characters`,
    rule: `a record has at most ${RECORD_CHARACTERS_MAX} characters`,
    fix: 'look for a missing line end, or a quote that is never closed',
  },
}

const MISPLACED_QUOTE = {
  code: 'quote_misplaced',
  message: 'a quote in the middle of a cell',
  rule: 'a cell with a quote in it stands in quotes, the inner one doubled',
  fix: 'write "2"" pipe" for 2" pipe',
}

function syntaxError(error: CsvError, file: string): UserError {
  const { lines, raw = '' } = error as unknown as { readonly lines: number; readonly raw?: string }
  return new UserError({ ...(EXPLAINED[error.code] ?? MISPLACED_QUOTE), place: `${file}:${firstLine(lines, raw)}:1`, exitCode: 104 })
}
