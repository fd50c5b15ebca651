import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '../../adapters/process/process-identity.ts'
import { logFileOf } from '../../adapters/process/start-server.ts'
import { UserError } from '../user-error.ts'
import { askServer } from './health.ts'
import type { StackServer } from './stack-state.ts'

const ASK_EVERY_MS = 100
const HEALTHY_WITHIN_MS = 90_000
const LOG_LINES_SHOWN = 8

/** Returns when the server has answered. One that ends meanwhile, or is too slow, is shown by the end of its log. */
export async function awaitHealth(server: StackServer, all: readonly StackServer[], signal: AbortSignal): Promise<void> {
  let said = ''
  for (const until = performance.now() + HEALTHY_WITHIN_MS; performance.now() < until; await sleep(ASK_EVERY_MS)) {
    signal.throwIfAborted()
    try {
      await askServer(server, all)
      return
    } catch (error) {
      said = (error as Error).message
    }
    if (server.process && !isAlive(server.process)) throw notHealthy(server, 'has ended')
  }
  throw notHealthy(server, `is not ready after ${HEALTHY_WITHIN_MS / 1000} s: ${said}`)
}

function notHealthy({ name, address, process: server }: StackServer, what: string): UserError {
  const said = server ? lastLines(logFileOf(server.dir)) : ''
  return new UserError({
    code: 'server_not_healthy',
    message: `${name} ${what}${said && `; its last words:\n${said}`}`,
    place: name,
    value: address,
    rule: 'every server of the stack answers before the stack is up',
    fix: 'mend what it says, then promo stack up again; all the others were stopped',
    exitCode: 106,
  })
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LOG_LINES_SHOWN).join('\n')
  } catch {
    return ''
  }
}
