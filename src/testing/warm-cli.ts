import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type CliOptions, environment } from './promo-cli.ts'
import { expect } from 'vitest'
import type { WarmAnswer } from './warm-cli-process.ts'

const PROCESS = fileURLToPath(new URL('warm-cli-process.ts', import.meta.url))
let host: ChildProcess | undefined
/** The suite that it was started for: what a command has set in it is nobody else’s. */
let suite: string | undefined
let last: Promise<unknown> = Promise.resolve()

/**
 * The real CLI as `promo` of promo-cli.ts runs it, but one command after the other in one process: a start takes half a
 * second of a core, and most tests look only at what is said. What starts threads, listens to signals or is measured gets
 * a process of its own.
 */
export function warmPromo(args: readonly string[], options: Omit<CliOptions, 'nodeArgs'>): Promise<WarmAnswer> {
  const answer = last.then(() => answered(args, options))
  last = answer.catch(() => {})
  return answer
}

async function answered(args: readonly string[], { cwd, env = {} }: CliOptions): Promise<WarmAnswer> {
  if (suite !== expect.getState().testPath) endHost()
  host ??= startedHost()
  const ended = new AbortController()
  const answer = once(host, 'message', ended)
  const exit = once(host, 'exit', ended).then(([code, signal]) => Promise.reject(new Error(`promo ${args.join(' ')} ended its process: ${code ?? signal}`)))
  host.send({ args, cwd, env: { ...environment(), ...env } })
  try {
    return (await Promise.race([answer, exit]))[0]
  } finally {
    ended.abort()
    for (const waiting of [answer, exit]) waiting.catch(() => {})
  }
}

function endHost(): void {
  suite = expect.getState().testPath
  host?.removeAllListeners('exit')
  host?.disconnect()
  host = undefined
}

/** Ends with the tests: its channel to them closes. */
function startedHost(): ChildProcess {
  const started = fork(PROCESS, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  started.once('exit', () => (host = undefined))
  started.unref()
  started.channel!.unref()
  return started
}
