import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

export interface TerminalOptions {
  readonly cwd: string
  readonly columns?: number
  readonly rows?: number
  readonly env?: Readonly<Record<string, string>>
}

/** The real CLI in a real pseudo-terminal, by `script` of util-linux: part of every Debian, and of every other Linux. */
export class Terminal {
  readonly #child: ChildProcessWithoutNullStreams
  /** Resolves to the CLI's exit code. */
  readonly exit: Promise<number | null>
  /** Everything that was written to the terminal so far, escapes and all. */
  output = ''

  constructor(args: readonly string[], { cwd, columns = 80, rows = 24, env = {} }: TerminalOptions) {
    const command = `stty columns ${columns} rows ${rows}; exec ${[process.execPath, BIN, ...args].map(quoted).join(' ')}`
    const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PROMO_|NODE_|VITEST|FORCE_COLOR|NO_COLOR|CI$)/.test(name)))
    // With -e the exit code is the command's; the typescript is what we read already.
    this.#child = spawn('script', ['-qfec', command, '/dev/null'], { cwd, env: { ...clean, TERM: 'xterm-256color', ...env } })
    this.#child.stdout.on('data', (chunk: Buffer) => (this.output += chunk.toString()))
    this.exit = new Promise((resolve, reject) => {
      this.#child.on('close', resolve)
      this.#child.on('error', reject)
    })
  }

  /** Keys one after another, as slowly as a person types. */
  async type(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.#child.stdin.write(key)
      await delay(150)
    }
  }

  /** Until the terminal has shown it. */
  async shows(wanted: string | RegExp, withinMs = 20_000): Promise<void> {
    const isThere = () => (typeof wanted === 'string' ? this.output.includes(wanted) : wanted.test(this.output))
    for (let waitedMs = 0; !isThere(); waitedMs += 20) {
      if (waitedMs > withinMs) throw new Error(`the terminal never showed ${String(wanted)}; it shows ${JSON.stringify(this.output.slice(-2000))}`)
      await delay(20)
    }
  }
}

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`
