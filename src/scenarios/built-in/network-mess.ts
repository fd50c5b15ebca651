import { FIXTURE_CATALOG } from '../catalog-file.ts'
import type { ScenarioFile } from '../file/schema.ts'

export const networkMess: ScenarioFile = {
  summary: 'A bad network to log, cache and store: late, narrow, sliced, cut off and reset, several at once',
  catalog: { file: FIXTURE_CATALOG },
  traffic: { shape: { kind: 'constant', rate: '4k' } },
  promotions: [{ id: 'weekend', kind: 'percent-off', label: 'Weekend offer', scope: { categories: ['electronics', 'fashion', 'home', 'toys'] }, offBps: 1500 }],
  faults: [
    'log:latency,latency=20ms,jitter=10ms@8s+8s',
    'cache:latency,latency=20ms,jitter=10ms,stream=upstream@10s+6s',
    'log:reset_peer@22s+4s~0.1',
    'cache:timeout,timeout=40ms@22s+4s~0.2',
    'store:slicer,average_size=512,size_variation=128,delay=1ms@24s+4s',
    'log:bandwidth,rate=2000@34s+6s',
    'cache:limit_data,bytes=65536@34s+6s',
    'store:timeout,timeout=100ms,stream=upstream@36s+3s~0.3',
  ],
  thresholds: ['decision_latency: p(99)<4000', 'decision_latency{phase:steady}: p(99)<100'],
}
