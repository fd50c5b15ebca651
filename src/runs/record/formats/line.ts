import { UserError } from '../../user-error.ts'
import type { RecordedMessage } from '../recorded-message.ts'

/** A line of a file, from 1. */
export interface FileLine {
  readonly file: string
  readonly line: number
  readonly text: string
  /** Where its fields begin, from 1, where they have no names in the text. */
  readonly columns?: ReadonlyMap<string, number>
}

/** How a file is read as messages. What it refuses is a UserError with `file:line:column`. */
export interface RecordingFormat {
  readonly summary: string
  readonly read: (text: AsyncIterable<string>, file: string) => AsyncGenerator<RecordedMessage>
}

const LINE_CHARACTERS_MAX = 1 << 20
const VALUE_CHARACTERS_MAX = 80

/** Lines of a text in pieces; empty ones and a BOM are left out. */
export async function* linesOfText(pieces: AsyncIterable<string>, file: string): AsyncGenerator<FileLine> {
  let line = 0
  let rest = ''
  for await (const piece of pieces) {
    const texts = (line === 0 && rest === '' ? piece.replace(/^\uFEFF/, '') : rest + piece).split('\n')
    rest = texts.pop()!
    if (rest.length > LINE_CHARACTERS_MAX) throw refusal({ file, line: line + texts.length + 1, text: rest }, 1, 'line_too_long', `this line has more than ${LINE_CHARACTERS_MAX} characters`, `a line has at most ${LINE_CHARACTERS_MAX} characters`, 'look for missing line ends')
    for (const text of texts) if (text.trim() !== '') yield { file, line: ++line, text: text.replace(/\r$/, '') }
    else line++
  }
  if (rest.trim() !== '') yield { file, line: line + 1, text: rest }
}

/** The JSON object of a line. */
export function objectOf(line: FileLine): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(line.text)
  } catch (error) {
    throw refusal(line, columnOf(error as Error), 'not_json', `this line is not JSON${columnOf(error as Error) > line.text.length ? ': it ends too early' : ''}`, 'each line is one JSON object', 'mend the line, or take it out')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refusal(line, 1, 'not_an_object', 'this line is not a JSON object', 'each line is one JSON object', 'mend the line, or take it out')
  return value as Record<string, unknown>
}

/** V8 says where it stopped. */
const columnOf = ({ message }: Error): number => Number(/position (\d+)/.exec(message)?.[1] ?? 0) + 1

export function refusal({ file, line, text }: FileLine, column: number, code: string, message: string, rule: string, fix: string): UserError {
  const place = `${file}:${line}:${column}`
  const value = text.slice(column - 1, column - 1 + VALUE_CHARACTERS_MAX) || text.slice(-VALUE_CHARACTERS_MAX)
  return new UserError({ code, message: `${place}: ${message}`, place, value, rule, fix, exitCode: 104 })
}

/** Where a field of a line stands, for whoever mends it. */
export const columnOfField = ({ text, columns }: FileLine, name: string): number => columns?.get(name) ?? Math.max(0, text.indexOf(JSON.stringify(name))) + 1
