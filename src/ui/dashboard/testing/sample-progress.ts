import type { FaultView, LiveView, Progress, SecondView } from '../../../runs/progress.ts'

const second = (index: number): SecondView => ({
  planned: 20_000,
  sent: index === 12 ? 9000 : 20_000,
  breachesPrevented: 900,
  fallbacks: 0,
  lagMax: index === 12 ? 11_000 : 200,
  p50Ms: 3,
  p95Ms: index === 12 ? 800 : 6,
  p99Ms: index === 12 ? 1400 : 9,
})

const crash: FaultView = { spec: 'bolt.price:crash@12s', startMs: 12_000, endMs: 12_000, isInjected: false, recoveryMs: 1300 }
const cache: FaultView = { spec: 'cache:down@40s+10s', startMs: 40_000, endMs: 50_000, isInjected: true, recoveryMs: null }

/** 23 s into a minute at 20,000/s: a crash is over, a fault is to come. */
export const sampleLive: LiveView = {
  scenario: 'flash-sale',
  seed: '7',
  gateMs: 100,
  seconds: Array.from({ length: 23 }, (_, index) => second(index)),
  bolts: ['spout', 'normalise', 'price', 'cost-margin', 'forecast', 'decide', 'publish'].map((name, index) => ({ name, p50Ms: 0.001 * index, p99Ms: 0.01 * index })),
  reads: { reads: 46_000, fallbacks: 230, unavailable: 3, p99Ms: 0.02 },
  achievedRatio: 0.998,
  rejected: 0,
  pricesPublished: 88_000,
  cuts: Array.from({ length: 20 }, (_, index) => ({
    sku: `SKU-${String(index).padStart(5, '0')}`,
    store: 'S01',
    askedBps: 4000,
    givenBps: 500,
    cutMinor: 350_000 - index,
    priceMinor: 950_000,
    currency: 'INR',
    marginBps: 3100,
    reason: 'PROMO_MODIFY_DISCOUNT',
  })),
  faults: [crash, cache],
  thresholds: [
    { metric: 'decision_latency', expression: 'p(99)<100', actual: 1400, status: 'fails' },
    { metric: 'achieved_ratio', expression: 'value>=0.99', actual: 0.998, status: 'holds' },
    { metric: 'lost', expression: 'count==0', actual: null, status: 'later' },
  ],
}

export const sampleProgress: Progress = {
  phase: 'traffic',
  elapsedMs: 23_400,
  durationMs: 60_000,
  plannedRate: 20_000,
  sentRate: 20_003,
  sent: 457_000,
  processed: 456_900,
  decisions: 900_000,
  lag: 312,
  p99Ms: 9,
  breachesPrevented: 20_700,
  live: sampleLive,
}
