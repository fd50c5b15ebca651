import { spawn } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BIN } from './promo-cli.ts'

export interface PageResult {
  /** What the shell was given, and what came of it. */
  readonly script: string
  readonly exitCode: number | null
  readonly output: string
}

export interface PageSetting {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** What stands otherwise on this machine. */
  readonly adapt: (script: string) => string
}

/** Runs the `sh` blocks of a page as a reader would, one after another, in an empty folder; the first failure ends it. */
export async function runPage(page: string, { cwd, env, adapt }: PageSetting): Promise<PageResult> {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block]) => block)
  const script = `set -ex\n${adapt(blocks.join('\n'))}`
  writeFileSync(join(cwd, 'promo'), `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`)
  chmodSync(join(cwd, 'promo'), 0o755)
  const child = spawn('bash', ['-c', script], { cwd, env: { ...process.env, ...env, FIXTURES: resolve('fixtures/recordings'), PATH: `${cwd}:${process.env.PATH}` }, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = new Promise<number | null>((done) => child.on('close', done))
  const [stdout, stderr] = await Promise.all([child.stdout.setEncoding('utf8').toArray(), child.stderr.setEncoding('utf8').toArray()])
  return { script, exitCode: await exited, output: `${stdout.join('')}\n${stderr.join('')}` }
}
