import { whole } from './attributes.ts'
import { network } from './network.ts'

export const bandwidth = network({
  summary: 'each connection carries no more than so much a second',
  attributes: { rate: whole('how much', 'KB/s', '64', { min: 1 }) },
  example: 'log:bandwidth,rate=64@20s+10s',
  toxic: ({ rate }) => ({ type: 'bandwidth', attributes: { rate: Number(rate) } }),
  // A KB/s is a byte a millisecond.
  onWay: (bytes, fault) => fault.sleep(bytes / Number(fault.attributes.rate)),
})
