import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { UserError } from '../../engine/kernel/user-error.ts'

const FILE_BYTES_MAX = 1_048_576

/** The text of a scenario file: UTF-8, with or without a byte order mark, at most a megabyte. */
export function readScenarioText(file: string): string {
  const bytes = readBytes(file)
  if (isUtf16(bytes)) throw refusal('utf16', file, 'this file is UTF-16', 'a scenario is UTF-8', 'save it as UTF-8')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refusal('invalid_utf8', file, 'this file is not UTF-8', 'a scenario is UTF-8', 'save it as UTF-8')
  }
}

function readBytes(file: string): Uint8Array {
  let handle: number
  try {
    handle = openSync(file, 'r')
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message
    throw refusal('unreadable', file, `cannot read ${file}: ${reason}`, 'a file that you may read', 'check its name and its rights')
  }
  try {
    const stat = fstatSync(handle)
    if (!stat.isFile()) throw refusal('not_a_file', file, `${file} is not a file`, 'a scenario is one YAML or JSON file', 'name the file itself')
    if (stat.size > FILE_BYTES_MAX) throw refusal('too_large', file, `this file has ${stat.size} bytes`, `a scenario has at most ${FILE_BYTES_MAX}`, 'is it the right file?')
    return readFileSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** A UTF-16 byte order mark, or a letter with its empty half. */
function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || (first > 0 && second === 0) || (first === 0 && second > 0)
}

function refusal(code: string, place: string, message: string, rule: string, fix: string): UserError {
  return new UserError({ code, message, place, rule, fix, exitCode: 104 })
}
