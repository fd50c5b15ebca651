import { duration } from './attributes.ts'
import { network } from './network.ts'

export const latency = network({
  summary: 'everything arrives later',
  attributes: {
    latency: duration('how much later', '200ms', { minMs: 1 }),
    jitter: duration('how much that varies, up and down', '50ms', { default: 0 }),
  },
  example: 'log:latency,latency=200ms,jitter=50ms@70s+15s',
  toxic: ({ latency: latencyMs, jitter: jitterMs }) => ({ type: 'latency', attributes: { latency: Number(latencyMs), jitter: Number(jitterMs) } }),
  onWay: (_bytes, fault) => fault.sleep(Math.max(0, Number(fault.attributes.latency) + Number(fault.attributes.jitter) * (2 * fault.random.fraction() - 1))),
})
