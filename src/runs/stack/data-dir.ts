import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const DATA_DIR_PREFIX = 'promo-stack-'

/** A new folder for the data of all servers. Others may pass through it, but not look: PostgreSQL runs as another user. */
export function makeDataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), DATA_DIR_PREFIX))
  chmodSync(dir, 0o711)
  return dir
}
