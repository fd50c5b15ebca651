import type { runCommand as runCommandOfCli } from '../commands/base/start.ts'

/** What a test asks for: one command line, as a shell in that folder would start it. */
export interface WarmCall {
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** What came of it. */
export interface WarmAnswer {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

const BIN_URL = new URL('../../bin/run.js', import.meta.url).href
const { runCommand }: { readonly runCommand: typeof runCommandOfCli } = await import(new URL('../../dist/commands/base/start.js', import.meta.url).href)
const said = { stdout: '', stderr: '' }

// Each command listens anew, and none of them takes its listeners away: a process has one command.
for (const emitter of [process, process.stdout, process.stderr]) emitter.setMaxListeners(0)
for (const name of ['stdout', 'stderr'] as const) {
  process[name].write = (text: string | Uint8Array) => {
    said[name] += typeof text === 'string' ? text : Buffer.from(text).toString()
    return true
  }
}

process.on('message', async ({ args, cwd, env }: WarmCall) => {
  process.chdir(cwd)
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  Object.assign(process.env, env)
  process.argv.splice(2, Infinity, ...args)
  Object.assign(said, { stdout: '', stderr: '' })
  process.exitCode = undefined
  await runCommand(BIN_URL)
  const answer: WarmAnswer = { exitCode: Number(process.exitCode ?? 0), ...said }
  process.exitCode = undefined
  process.send!(answer)
})
