import { monotonicMs } from '../adapters/embedded/run-control.ts'
import { UserError } from './user-error.ts'

const LOOK_EVERY_MS = 500
/** Longer than brokers take to elect a leader, or to come back from a pause. */
const STUCK_MS_MAX = 90_000

/** Waits for `work`, but not for ever: `moved` says how much was done so far, and where that stands still, servers are gone. */
export async function unlessStuck<Result>(work: Promise<Result>, moved: () => number, stuckMsMax = STUCK_MS_MAX): Promise<Result> {
  const { promise: stuck, reject } = Promise.withResolvers<never>()
  let [known, knownAt] = [moved(), monotonicMs()]
  const timer = setInterval(() => {
    if (moved() !== known) [known, knownAt] = [moved(), monotonicMs()]
    else if (monotonicMs() - knownAt > stuckMsMax) reject(serversGone(stuckMsMax))
  }, Math.min(LOOK_EVERY_MS, stuckMsMax))
  return Promise.race([work, stuck]).finally(() => clearInterval(timer))
}

function serversGone(stuckMs: number): UserError {
  const rule = 'the catalogue is written and decided before traffic begins'
  const fix = 'promo stack status shows the stack; for servers of your own, see that they still answer'
  return new UserError({ code: 'servers_gone', message: `nothing was written or decided for ${stuckMs / 1000} s`, place: '--target kafka', rule, fix, exitCode: 106 })
}
