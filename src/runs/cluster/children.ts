import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { childFailure } from './child-failure.ts'

/** The same from source and from dist: both lie one folder below the checkout. */
const BIN = fileURLToPath(new URL('../../../bin/run.js', import.meta.url))
const END_MS_MAX = 10_000
const SAID_CHARACTERS_MAX = 2000

/** A process that a run has started. */
export interface Child {
  readonly pid: number
  readonly isRunning: boolean
  readonly ended: Promise<void>
}

/** Workers and generators as processes of this machine. They hear of the end of this process by a closed channel. */
export class Children {
  readonly #processes: ChildProcess[] = []
  readonly #failure = Promise.withResolvers<never>()
  #isClosed = false

  constructor() {
    this.#failure.promise.catch(() => {})
  }

  /** Rejects where one of them refuses its work: it ended by itself, and not well. One that was killed is another matter. */
  get refusal(): Promise<never> {
    return this.#failure.promise
  }

  /** Secrets stand in none of these: the environment, which is inherited, or files have them. Undefined: it is too late. */
  start(args: readonly string[]): Child | undefined {
    if (this.#isClosed) return undefined
    const child = spawn(process.execPath, [BIN, ...args, '--json'], { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] })
    let said = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-SAID_CHARACTERS_MAX)))
    child.once('error', this.#failure.reject)
    child.once('close', (code) => {
      if (code) this.#failure.reject(childFailure(args[0], code, said))
    })
    this.#processes.push(child)
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    return { pid: child.pid!, ended, get isRunning() { return isRunning(child) } }
  }

  /** Told to leave; those that do not within a while are ended. Nobody is started any more. */
  async leave(): Promise<void> {
    this.#isClosed = true
    for (const child of this.#running()) child.kill('SIGTERM')
    await Promise.race([this.#allEnded(), setTimeout(END_MS_MAX)])
    for (const child of this.#running()) child.kill('SIGKILL')
    await this.#allEnded()
  }

  #running(): readonly ChildProcess[] {
    return this.#processes.filter(isRunning)
  }

  async #allEnded(): Promise<void> {
    await Promise.all(this.#running().map((child) => new Promise((resolve) => child.once('exit', resolve))))
  }
}

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null
