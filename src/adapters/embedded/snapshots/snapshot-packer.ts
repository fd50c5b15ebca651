import { readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { zstdCompress } from 'node:zlib'
import { FAST, packedFile, toBePacked } from './snapshot-file.ts'
import { thinOut, thinToSize } from './snapshot-folder.ts'

const compressed = promisify(zstdCompress)

/**
 * Compresses snapshots that others have saved, and thins them out: one after another, beside everything else, so that no
 * partition waits for it. What cannot be done (a full disk) is left as it is: a snapshot serves either way.
 */
export class SnapshotPacker {
  #work: Promise<void> = Promise.resolve()
  readonly #dirs = new Set<string>()

  /** Of the file of a snapshot. */
  add(path: string): void {
    this.#dirs.add(dirname(path))
    this.#work = this.#work.then(() => pack(path)).catch(() => {})
  }

  /** Nothing more comes: resolves when everything that was added is done. */
  async close(): Promise<void> {
    await this.#work
    for (const dir of this.#dirs) thinToSize(dir)
  }
}

async function pack(path: string): Promise<void> {
  const bytes = toBePacked(await readFile(path))
  if (bytes) {
    // Its owner may be writing another one of this name.
    const aside = `${path}.packed.part`
    await writeFile(aside, packedFile(bytes, await compressed(bytes, FAST)))
    await rename(aside, path)
  }
  thinOut(dirname(path))
}
