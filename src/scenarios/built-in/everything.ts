import { FIXTURE_CATALOG } from '../catalog-file.ts'
import type { ScenarioFile } from '../file/schema.ts'

export const everything: ScenarioFile = {
  summary: 'A bad day: feeds that repeat, swap, damage and withhold events, wrong costs, dying bolts, and log, cache and store away in turn',
  catalog: { file: FIXTURE_CATALOG },
  duration: '90s',
  traffic: { shape: { kind: 'constant', rate: '4k' }, undercutShare: 0.02 },
  promotions: [
    { id: 'weekend', kind: 'percent-off', label: 'Weekend offer', offBps: 1500 },
    { id: 'clear-the-shelf', kind: 'overstock-clearance', label: 'Clear the shelf', offBps: 1000, coverHours: 336 },
  ],
  faults: [
    'feed.sales:duplicate@5s+75s~0.02',
    'feed.demand:corrupt@5s+75s~0.01',
    'feed.inventory:reorder@5s+20s~0.05',
    'feed.cost:bad_cost,factor=100@10s+60s~0.05',
    'bolt.price:crash@14s',
    'cache:down@20s+6s',
    'feed.inventory:pause@28s+5s',
    'log:down@36s+3s',
    'bolt.forecast:restart@45s',
    'store:down@52s+5s',
    'cache:flush@60s',
    'feed.competitor:down@62s+6s',
    'bolt.publish:crash,at=publish@70s',
    'cache:latency,latency=20ms@74s+5s',
  ],
  thresholds: ['decision_latency: p(99)<8000', 'events_dead_lettered: count>0', 'events_deduplicated: count>0', 'events_quarantined: count>0'],
}
