import type { FaultKind } from './fault-kind.ts'
import { only, PORTS, WORKERS } from './targets.ts'

/** Unlike a pause it hits call by call: what is hit is done and never says so until the fault is over; others pass it. */
export const hang: FaultKind = {
  summary: 'what is hit gets stuck, one by one: a call is done and gives no answer, a line is on its way, a worker spins',
  timing: 'per_record',
  isAlone: false,
  targets: [...PORTS, 'bolt.<name>', 'feed.<kind>', ...WORKERS, 'disk'],
  onlyOn: only('embedded', [...PORTS, 'bolt.<name>', ...WORKERS, 'disk']),
  attributes: {},
  example: 'cache:hang@20s+5s~0.01',
  onLine: (line, _attributes, held) => held.keep(line),
  async onCall(call, fault) {
    const answer = await call.proceed()
    await fault.sleepUntilOver()
    return answer
  },
  onStep(step, fault) {
    const result = step()
    fault.blockUntilOver()
    return result
  },
  async onTurn(turn, fault) {
    // It keeps its core busy, as a loop without end does.
    while (!fault.isOver());
    return turn()
  },
}
