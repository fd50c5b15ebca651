import { whole } from './attributes.ts'
import { network } from './network.ts'

export const limitData = network({
  summary: 'a connection is closed once it has carried so much',
  attributes: { bytes: whole('how much', 'bytes', '65536', { min: 1 }) },
  example: 'cache:limit_data,bytes=65536@20s+10s',
  toxic: ({ bytes }) => ({ type: 'limit_data', attributes: { bytes: Number(bytes) } }),
})
