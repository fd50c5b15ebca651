import { run } from '@oclif/core/run'
import { settings } from '@oclif/core/settings'

const LINGER_MS_MAX = 2000

/**
 * Runs the command that the process was started with. Nobody calls process.exit, so that what was printed arrives,
 * until that has had its time: what a client of a server leaves open after a failure must not keep a process for ever.
 */
export async function start(binUrl: string): Promise<void> {
  await runCommand(binUrl)
  if (process.exitCode) setTimeout(() => process.exit(), LINGER_MS_MAX).unref()
}

/** The command alone. What only failures need is loaded when there is one: help must be there at once. */
export async function runCommand(binUrl: string): Promise<void> {
  const argv = process.argv.slice(2)
  letReadersLeave()
  process.on('uncaughtException', (error) => void fail(error, argv, binUrl).finally(() => process.exit()))
  // With NODE_ENV=development oclif would look for TypeScript sources instead of what was built.
  settings.enableAutoTranspile = false
  await run(helpWords(argv), binUrl).catch((error: unknown) => fail(error, argv, binUrl))
}

async function fail(thrown: unknown, argv: readonly string[], binUrl: string): Promise<void> {
  const [{ reportFailure, wantsJson }, { isComplaint, unknownCommand }] = await Promise.all([import('./failure.ts'), import('./usage-error.ts')])
  reportFailure(isComplaint(thrown) ? await unknownCommand(argv, binUrl) : thrown, wantsJson(argv))
}

/** `promo runs | head -1` ends quietly, whichever of our streams the reader has closed. */
function letReadersLeave(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}

/** `promo help runs` is what some type for `promo runs --help`. */
function helpWords(argv: readonly string[]): string[] {
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : [...argv]
}
