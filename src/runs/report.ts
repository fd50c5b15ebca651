import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunDocument } from '../reports/run-document.ts'
import type { Progress } from './progress.ts'
import { UserError } from './user-error.ts'

export interface ReportOptions {
  readonly runDir: string
  readonly onProgress: (progress: Progress) => void
}

/** The stored document; of a run that was killed before it had one, what its log proves. */
export async function report(options: ReportOptions): Promise<{ readonly document: RunDocument }> {
  const file = join(options.runDir, 'run.json')
  if (existsSync(file)) return { document: readDocument(file) }
  const { verify } = await import('./verify.ts')
  return verify(options)
}

function readDocument(file: string): RunDocument {
  const document = parsed(readFileSync(file, 'utf8'))
  if (document?.schemaVersion === 1) return document
  const newer = typeof document?.schemaVersion === 'number'
  throw new UserError({
    code: newer ? 'newer_version' : 'damaged_report',
    message: newer ? `this report is of a newer promo (schemaVersion ${document.schemaVersion})` : 'this is not the report of a run',
    place: file,
    rule: 'run.json as promo writes it, schemaVersion 1',
    fix: newer ? 'update promo' : 'promo verify makes it again from the log',
    exitCode: 104,
  })
}

function parsed(text: string): RunDocument | undefined {
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}
