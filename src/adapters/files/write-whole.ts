import { renameSync, writeFileSync } from 'node:fs'

/** Aside first, then in its place: whoever reads it, or is killed meanwhile, has the old text or the new one. */
export function writeWhole(path: string, text: string, mode?: number): void {
  writeFileSync(`${path}.part`, text, { mode })
  renameSync(`${path}.part`, path)
}
