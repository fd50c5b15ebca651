import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { performance } from 'node:perf_hooks'

export const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

export interface CliOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** For node itself, before the script. */
  readonly nodeArgs?: readonly string[]
}

export interface CliResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  readonly elapsedMs: number
  /** What it took of the processor: other suites run beside it, and the clock does not stop for them. Null where it was killed. */
  readonly cpuMs: number | null
  /** The most memory that it had. */
  readonly memoryMbMax: number | null
}

/** Tells on a fourth channel what the process has used, as the last thing it does. Its threads get this module as well, and end before it. */
const ACCOUNT = `import { writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
if (isMainThread) process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  writeSync(3, JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, memoryMbMax: maxRSS / 1024 }))
})`
const ACCOUNTED = ['--import', `data:text/javascript,${encodeURIComponent(ACCOUNT)}`]

/** A test that ran out of time leaves its process behind; it ends with the tests. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Runs the real CLI in a process of its own, as a user would. */
export async function promo(args: readonly string[], { cwd, env = {}, nodeArgs = [] }: CliOptions): Promise<CliResult> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...ACCOUNTED, ...nodeArgs, BIN, ...args], { cwd, env: { ...environment(), ...env }, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  running.add(child)
  const [stdout, stderr, account, exitCode] = await Promise.all([
    ...child.stdio.slice(1).map((stream) => textOf(stream as Readable)),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ] as [Promise<string>, Promise<string>, Promise<string>, Promise<number | null>])
  running.delete(child)
  return { exitCode, stdout, stderr, elapsedMs: performance.now() - startedAt, ...(account === '' ? { cpuMs: null, memoryMbMax: null } : JSON.parse(account)) }
}

const textOf = async (stream: Readable): Promise<string> => (await stream.setEncoding('utf8').toArray()).join('')

export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'promo-test-'))

/** Without what the machine or the test runner has set. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PROMO_|NODE_|VITEST|FORCE_COLOR|NO_COLOR)/.test(name)))
}
