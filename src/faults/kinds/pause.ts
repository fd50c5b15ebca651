import type { FaultKind } from './fault-kind.ts'
import { BROKER, only, PORTS, WORKERS } from './targets.ts'

/** SIGSTOP and SIGCONT: what was asked meanwhile is done when it goes on, unless whoever asked has given up. */
export const pause: FaultKind = {
  summary: 'stands still, and goes on as if nothing had been',
  timing: 'interval',
  isAlone: true,
  targets: [...PORTS, BROKER, 'bolt.<name>', 'feed.<kind>', ...WORKERS],
  onlyOn: { ...only('kafka', [BROKER]), ...only('embedded', ['bolt.<name>']) },
  attributes: {},
  example: 'log:pause@20s+5s',
  onLine: (line, _attributes, held) => held.keep(line),
  async onCall(call, fault) {
    await fault.sleepUntilOver()
    return call.proceed()
  },
  onStep(step, fault) {
    fault.blockUntilOver()
    return step()
  },
  async onTurn(turn, fault) {
    await fault.sleepUntilOver()
    return turn()
  },
}
