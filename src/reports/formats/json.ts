import { UserError } from '../../engine/kernel/user-error.ts'
import type { RunDocument } from '../run-document.ts'

/** What `--json` prints where there is no run to speak of. */
export interface ErrorDocument {
  readonly schemaVersion: 1
  readonly error: {
    readonly code: string
    readonly message: string
    readonly place: string | null
    readonly value: string | null
    readonly rule: string | null
    readonly fix: string | null
  }
  readonly exitCode: number
}

/** One JSON document with a newline at its end. */
export const renderJson = (document: RunDocument | ErrorDocument): string => `${JSON.stringify(document, null, 2)}\n`

/** Anything that was thrown, as a document: a user's mistake with all that mends it, else our own error (107). */
export function errorDocument(thrown: unknown): ErrorDocument {
  if (thrown instanceof UserError) {
    const { code, message, place = null, value = null, rule = null, fix = null, exitCode } = thrown.mistake
    return { schemaVersion: 1, error: { code, message, place, value, rule, fix }, exitCode }
  }
  const message = thrown instanceof Error ? thrown.message : 'something was thrown that is no error'
  return { schemaVersion: 1, error: { code: 'own_error', message, place: null, value: null, rule: null, fix: null }, exitCode: 107 }
}
