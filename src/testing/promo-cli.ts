import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
}

/** A test that ran out of time leaves its process behind; it ends with the tests. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Runs the real CLI in a process of its own, as a user would. */
export async function promo(args: readonly string[], { cwd, env = {}, nodeArgs = [] }: CliOptions): Promise<CliResult> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...nodeArgs, BIN, ...args], { cwd, env: { ...environment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  const [stdout, stderr, exitCode] = await Promise.all([
    child.stdout.setEncoding('utf8').toArray(),
    child.stderr.setEncoding('utf8').toArray(),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ])
  running.delete(child)
  return { exitCode, stdout: stdout.join(''), stderr: stderr.join(''), elapsedMs: performance.now() - startedAt }
}

export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'promo-test-'))

/** Without what the machine or the test runner has set. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PROMO_|NODE_|VITEST|FORCE_COLOR|NO_COLOR)/.test(name)))
}
