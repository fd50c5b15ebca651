import { statSync } from 'node:fs'
import { join } from 'node:path'

/** A run rewrites sent.json every second while it sends; draining and checking take a while more. */
const SILENT_AFTER_MS = 60_000

/** True while a run without a verdict still shows signs of life. */
export function isRunning(dir: string, now: number = Date.now()): boolean {
  if (modifiedAt(join(dir, 'run.json')) !== undefined) return false
  const alive = modifiedAt(join(dir, 'sent.json')) ?? modifiedAt(join(dir, 'scenario.json')) ?? 0
  return now - alive < SILENT_AFTER_MS
}

const modifiedAt = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.mtimeMs
