import { describe, expect, it } from 'vitest'
import { ScenarioUnusable, readTerms } from './scenario-terms.ts'
import { SCENARIO } from './testing/log-builder.ts'

const timed = (faults: readonly unknown[]) => readTerms({ ...SCENARIO, startsAt: 1_000_000, durationMs: 60_000, faults }).faults

describe('given the faults of a scenario', () => {
  it.each([
    ['cache:down@40s+10s', { target: 'cache', kind: 'down', from: 1_040_000, until: 1_050_000 }],
    ['redis:latency,latency=200ms,jitter=50ms@1m', { target: 'cache', kind: 'latency', from: 1_060_000, until: 1_060_000 }],
    ['bolt.price:crash@30s', { target: 'bolt', kind: 'crash', from: 1_030_000, until: 1_030_000 }],
    ['broker.2:kill@20s+10s', { target: 'log', kind: 'kill', from: 1_020_000, until: 1_030_000 }],
    ['log:drop_ack@10s+500ms~0.1', { target: 'log', kind: 'drop_ack', from: 1_010_000, until: 1_010_500 }],
    ['feed.cost:bad_cost,factor=10', { target: 'feed', kind: 'bad_cost', from: 1_000_000, until: 1_060_000 }],
  ])('when one is %s, then its times are those of the run', (text, expected) => {
    expect(timed([text])).toMatchObject([expected])
  })

  it('when the clock leaps, then what is behind it is later by as much, and the leap is a gap', () => {
    const spans = timed(['cache:down@10s+10s', 'clock:jump,by=5m@20s', 'log:down@30s+5s', 'worker:kill@40s']).map(({ from, until }) => [from - 1_000_000, until - 1_000_000])
    expect(spans).toEqual([[10_000, 320_000], [20_000, 320_000], [330_000, 335_000], [340_000, 360_000]])
  })

  it.each(['cache', 'cache:down@tomorrow', 7])('when one is %j, then the scenario cannot be judged by', (text) => {
    expect(() => timed([text])).toThrow(ScenarioUnusable)
  })
})
