import { duration } from './attributes.ts'
import { network } from './network.ts'

export const slowClose = network({
  summary: 'a connection that is closed stays open a while longer',
  attributes: { delay: duration('how much longer', '2s', { minMs: 1 }) },
  example: 'cache:slow_close,delay=2s@20s+10s',
  toxic: ({ delay: delayMs }) => ({ type: 'slow_close', attributes: { delay: Number(delayMs) } }),
})
