import { join } from 'node:path'

/** Where runs are kept: `PROMO_HOME`, or `.promo` in the current folder. */
export function homeDir(environment: NodeJS.ProcessEnv = process.env): string {
  return environment.PROMO_HOME || '.promo'
}

export function runsDir(home: string = homeDir()): string {
  return join(home, 'runs')
}
