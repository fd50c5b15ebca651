import { printFailure } from './failure.ts'

/** The exit code of what was stopped. */
export const INTERRUPTED = 105
const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Whoever has the terminal while a run goes on. */
export interface Screen {
  /** The run was asked to stop. */
  stopping(): void
  /** Gives the terminal back: what follows is written below what stood there before. */
  close(): void
}

/** What a Ctrl-C does, for those who hear it by other ways than a signal. */
export class Interruption {
  readonly #controller = new AbortController()
  readonly #json: boolean
  #screen: Screen | undefined

  constructor(json: boolean) {
    this.#json = json
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  useScreen(screen: Screen): void {
    this.#screen = screen
  }

  /** The first one stops the traffic; the second one leaves. */
  readonly strike = (): void => {
    if (this.signal.aborted) this.leave()
    if (this.#screen) this.#screen.stopping()
    else process.stderr.write('stopping; once more to leave at once\n')
    this.#controller.abort()
  }

  /** Ends the process at once; faults of the embedded target end with it. */
  readonly leave = (): never => {
    this.#screen?.close()
    const error = { code: 'interrupted', message: 'interrupted twice: there is no report', place: null, value: null, rule: null, fix: 'promo runs resume last finishes the run' }
    printFailure({ schemaVersion: 1, error, exitCode: INTERRUPTED }, this.#json)
    process.exit(INTERRUPTED)
  }
}

/**
 * Gives `work` a signal that the first Ctrl-C aborts: the run stops its traffic, undoes its faults and still reports.
 * The second one ends the process at once.
 */
export async function interruptibly<T>(json: boolean, work: (signal: AbortSignal, interruption: Interruption) => Promise<T>): Promise<T> {
  const interruption = new Interruption(json)
  for (const name of SIGNALS) process.on(name, interruption.strike)
  try {
    return await work(interruption.signal, interruption)
  } finally {
    for (const name of SIGNALS) process.off(name, interruption.strike)
  }
}
