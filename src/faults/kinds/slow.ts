import type { ActingFault } from '../port-call.ts'
import { whole } from './attributes.ts'
import type { FaultKind } from './fault-kind.ts'
import { only, PORTS, WORKERS } from './targets.ts'

/** Less is owed until it has come to so much: no sleep is as short as a call of memory. */
const OWED_MS_MIN = 1

/** Works at a fraction of its speed: what took a moment takes `factor` moments, and of a feed's lines one in `factor` passes. */
export const slow: FaultKind = {
  summary: 'everything takes a multiple of its time; a feed lets through a fraction, and the rest when it is over',
  timing: 'interval',
  isAlone: false,
  targets: [...PORTS, 'bolt.<name>', 'feed.<kind>', ...WORKERS, 'disk'],
  onlyOn: only('embedded', [...PORTS, 'bolt.<name>', ...WORKERS, 'disk']),
  attributes: { factor: whole('how many times as long', 'times', '10', { min: 2, default: 10 }) },
  example: 'bolt.price:slow,factor=20@20s+10s',
  onLine(line, { factor }, held) {
    held.keep(line)
    return held.seen % Number(factor) === 0 ? held.free(1) : []
  },
  async onCall(call, fault) {
    const began = fault.nowMs()
    const answer = await call.proceed()
    const owedMs = owes(fault, fault.nowMs() - began)
    if (owedMs > 0) await fault.sleep(owedMs)
    return answer
  },
  onStep(step, fault) {
    const began = fault.nowMs()
    const result = step()
    const owedMs = owes(fault, fault.nowMs() - began)
    if (owedMs > 0) fault.block(owedMs)
    return result
  },
  async onTurn(turn, fault) {
    const began = fault.nowMs()
    const isBusy = await turn()
    const owedMs = owes(fault, fault.nowMs() - began)
    if (owedMs > 0) await fault.sleep(owedMs)
    return isBusy
  },
}

/** What is to be slept now for something that took so long; 0 where it is carried on to the next time. */
function owes({ attributes, memory }: ActingFault, tookMs: number): number {
  memory.owedMs += tookMs * (Number(attributes.factor) - 1)
  if (memory.owedMs < OWED_MS_MIN) return 0
  const { owedMs } = memory
  memory.owedMs = 0
  return owedMs
}
