import { renameSync, writeFileSync } from 'node:fs'

/** Aside first, then in its place: whoever reads it, or is killed meanwhile, has the old content or the new one. */
export function writeWhole(path: string, content: string | Uint8Array, mode?: number): void {
  writeFileSync(`${path}.part`, content, { mode })
  renameSync(`${path}.part`, path)
}
