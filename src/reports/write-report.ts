import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { UserError } from '../engine/kernel/user-error.ts'

/**
 * Writes a report whole or not at all: a reader never sees half of one. An existing file is replaced.
 * `place` is what chose the path, for the message where it cannot be written.
 */
export function writeReport(path: string, text: string, place = '--report'): void {
  const part = `${path}.${randomUUID()}.part`
  try {
    writeFileSync(part, text, { flag: 'wx' })
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw new UserError({
      code: 'unwritable_report',
      message: `the report cannot be written to ${path}: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`,
      place,
      value: path,
      rule: 'a file in a folder that exists and can be written to',
      fix: 'choose another path',
      exitCode: 2,
    })
  }
}
