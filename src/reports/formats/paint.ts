import type { Status } from '../run-document.ts'

/** Colours a text, or leaves it as it is. */
export interface Paint {
  status(status: Status, text: string): string
  heading(text: string): string
  faint(text: string): string
}

const CODES: Readonly<Record<Status, number>> = { pass: 32, fail: 31, unknown: 33 }
const MARKS: Readonly<Record<Status, string>> = { pass: '✓', fail: '✗', unknown: '?' }

export const markOf = (status: Status): string => MARKS[status]

/** `isColoured` is the caller's decision: it knows the terminal and the environment. */
export function paintWith(isColoured: boolean): Paint {
  const wrap = (code: number, text: string) => (isColoured ? `\u001B[${code}m${text}\u001B[0m` : text)
  return {
    status: (status, text) => wrap(CODES[status], text),
    heading: (text) => wrap(1, text),
    faint: (text) => wrap(2, text),
  }
}
