import { duration, whole } from './attributes.ts'
import { network } from './network.ts'

const US_PER_MS = 1000

export const slicer = network({
  summary: 'what is sent arrives in small pieces',
  attributes: {
    average_size: whole('how large a piece is', 'bytes', '512', { min: 1 }),
    size_variation: whole('how much that varies, up and down', 'bytes', '128', { min: 0, default: 0 }),
    delay: duration('what each piece waits', '1ms', { default: 0 }),
  },
  example: 'log:slicer,average_size=512,size_variation=128,delay=1ms@20s+10s',
  // The one delay that Toxiproxy wants in microseconds.
  toxic: ({ average_size, size_variation, delay: delayMs }) => ({
    type: 'slicer',
    attributes: { average_size: Number(average_size), size_variation: Number(size_variation), delay: Number(delayMs) * US_PER_MS },
  }),
  onWay(bytes, { attributes, random, sleep }) {
    const { average_size: sizeBytes, size_variation: varyBytes, delay: delayMs } = attributes
    let pieces = 0
    for (let left = bytes; left > 0; left -= Math.max(1, Number(sizeBytes) + Number(varyBytes) * (2 * random.fraction() - 1))) pieces++
    return sleep(pieces * Number(delayMs))
  },
})
