import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** What is built once and kept: `PROMO_CACHE`, or `promo` in the user's cache folder. */
export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  return env.PROMO_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'promo')
}

/** Whether it is made already. */
export const isCached = (name: string, parent: string = cacheDir()): boolean => existsSync(join(parent, name))

/** The folder `name` of the cache; `make` fills it the first time. It appears whole or not at all. */
export async function cached(name: string, make: (dir: string) => Promise<void>, parent: string = cacheDir()): Promise<string> {
  const dir = join(parent, name)
  if (existsSync(dir)) return dir
  mkdirSync(dirname(dir), { recursive: true })
  const aside = mkdtempSync(`${dir}.part-`)
  try {
    await make(aside)
    keepFirst(aside, dir)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
  return dir
}

/** Where two make it at once, the later one finds the other's there already; either is as good. */
function keepFirst(aside: string, dir: string): void {
  try {
    renameSync(aside, dir)
  } catch (error) {
    if (!existsSync(dir)) throw error
  }
}
