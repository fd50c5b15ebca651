import { Unavailable } from '../../engine/pricing/ports.ts'
import { duration } from './attributes.ts'
import { network } from './network.ts'

/** With a timeout of 0 a connection stays open, and silent, until the fault is undone: the way a lost network looks. */
export const timeout = network({
  summary: 'nothing gets through any more, and the connection is closed after a while',
  attributes: { timeout: duration('after how long it is closed; 0s: never', '500ms', { default: 0 }) },
  example: 'store:timeout,timeout=500ms@20s+10s',
  toxic: ({ timeout: timeoutMs }) => ({ type: 'timeout', attributes: { timeout: Number(timeoutMs) } }),
  async onWay(_bytes, fault, port) {
    const timeoutMs = Number(fault.attributes.timeout)
    await (timeoutMs === 0 ? fault.sleepUntilOver() : fault.sleep(timeoutMs))
    throw new Unavailable(port)
  },
})
