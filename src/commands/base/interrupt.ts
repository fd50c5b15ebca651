import { printFailure } from './failure.ts'

const INTERRUPTED = 105
const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Gives `work` a signal that the first Ctrl-C aborts: the run stops its traffic, undoes its faults and still reports.
 * The second one ends the process at once; faults of the embedded target end with it.
 */
export async function interruptibly<T>(json: boolean, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const onSignal = () => {
    if (controller.signal.aborted) leave(json)
    process.stderr.write('stopping; once more to leave at once\n')
    controller.abort()
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  try {
    return await work(controller.signal)
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal)
  }
}

function leave(json: boolean): never {
  const error = { code: 'interrupted', message: 'interrupted twice: there is no report', place: null, value: null, rule: null, fix: 'promo runs resume last finishes the run' }
  printFailure({ schemaVersion: 1, error, exitCode: INTERRUPTED }, json)
  process.exit(INTERRUPTED)
}
