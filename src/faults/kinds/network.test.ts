import { expect, it } from 'vitest'
import { parseFault } from '../parse.ts'
import { FAULT_KINDS } from './registry.ts'

function toxicOf(text: string) {
  const { kind, attributes } = parseFault(text, { place: '--fault', exitCode: 2 })
  return FAULT_KINDS[kind].toxic?.(attributes)
}

it.each<[text: string, type: string, attributes: object]>([
  ['log:latency,latency=1.5s,jitter=50ms', 'latency', { latency: 1500, jitter: 50 }],
  ['log:latency,latency=200ms', 'latency', { latency: 200, jitter: 0 }],
  ['log.2:bandwidth,rate=64', 'bandwidth', { rate: 64 }],
  ['cache:slow_close,delay=2s', 'slow_close', { delay: 2000 }],
  ['store:timeout', 'timeout', { timeout: 0 }],
  ['log:reset_peer,timeout=500ms', 'reset_peer', { timeout: 500 }],
  ['log:slicer,average_size=512,delay=2ms', 'slicer', { average_size: 512, size_variation: 0, delay: 2000 }],
  ['cache:limit_data,bytes=4096,stream=upstream', 'limit_data', { bytes: 4096 }],
])('%s is a toxic in Toxiproxy’s own words and units', (text, type, attributes) => {
  expect(toxicOf(text)).toEqual({ type, attributes })
})
