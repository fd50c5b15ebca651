import { join } from 'node:path'

let configured: string | undefined

/** For the config file: the environment wins over it. */
export function configureHome(dir: string): void {
  configured = dir
}

/** Where runs are kept: `PROMO_HOME`, or what the config file says, or `.promo` in the current folder. */
export function homeDir(): string {
  return process.env.PROMO_HOME || configured || '.promo'
}

export function runsDir(): string {
  return join(homeDir(), 'runs')
}
