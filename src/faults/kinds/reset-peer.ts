import { Unavailable } from '../../engine/pricing/ports.ts'
import { duration } from './attributes.ts'
import { network } from './network.ts'

export const resetPeer = network({
  summary: 'a connection is reset by its other end',
  attributes: { timeout: duration('how long it lives before that', '500ms', { default: 0 }) },
  example: 'log:reset_peer,timeout=500ms@20s+5s~0.5',
  toxic: ({ timeout: timeoutMs }) => ({ type: 'reset_peer', attributes: { timeout: Number(timeoutMs) } }),
  async onWay(_bytes, fault, port) {
    await fault.sleep(Number(fault.attributes.timeout))
    throw new Unavailable(port)
  },
})
