import { Unavailable } from '../../engine/pricing/ports.ts'
import { whole } from './attributes.ts'
import { network } from './network.ts'

export const limitData = network({
  summary: 'a connection is closed once it has carried so much',
  attributes: { bytes: whole('how much', 'bytes', '65536', { min: 1 }) },
  example: 'cache:limit_data,bytes=65536@20s+10s',
  toxic: ({ bytes }) => ({ type: 'limit_data', attributes: { bytes: Number(bytes) } }),
  async onWay(bytes, { attributes, memory }, port) {
    memory.bytes += bytes
    if (memory.bytes <= Number(attributes.bytes)) return
    // Whoever opens a new connection begins to count anew.
    memory.bytes = 0
    throw new Unavailable(port)
  },
})
