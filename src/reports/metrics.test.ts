import { describe, expect, it } from 'vitest'
import { Metrics } from './metrics.ts'

describe('Metrics', () => {
  it('has only what was asked for, in the order of the table', () => {
    const metrics = new Metrics()
    metrics.gauge('lag')
    metrics.counter('lost')
    metrics.counter('events_sent', { kind: 'sales' })
    metrics.counter('events_sent', { kind: 'cost' })
    metrics.counter('events_sent')
    expect(Object.keys(metrics.toMetrics(1000))).toEqual(['events_sent', 'events_sent{kind:cost}', 'events_sent{kind:sales}', 'lost', 'lag'])
  })

  it('counts, and gives the rate a second of traffic', () => {
    const metrics = new Metrics()
    const sent = metrics.counter('events_sent')
    sent.add()
    sent.add(29_999)
    metrics.counter('events_sent').add(30_000)
    expect(metrics.toMetrics(7_000).events_sent).toEqual({ type: 'counter', unit: 'events', values: { count: 60_000, rate: 8571.429 } })
    expect(metrics.toMetrics(0).events_sent.values).toEqual({ count: 60_000, rate: null })
  })

  it('remembers the extremes of a gauge', () => {
    const metrics = new Metrics()
    const lag = metrics.gauge('lag')
    expect(metrics.toMetrics(1).lag).toEqual({ type: 'gauge', unit: 'records', values: { value: null, min: null, max: null } })
    for (const value of [5, 0, 90, 3]) lag.set(value)
    expect(metrics.toMetrics(1).lag.values).toEqual({ value: 3, min: 0, max: 90 })
    lag.set(null)
    expect(metrics.toMetrics(1).lag.values).toEqual({ value: null, min: 0, max: 90 })
  })

  it('reports a histogram in its unit, null where it is empty', () => {
    const metrics = new Metrics()
    const latency = metrics.histogram('decision_latency', { phase: 'recovery' })
    const empty = { count: 0, avg: null, min: null, med: null, max: null, 'p(90)': null, 'p(95)': null, 'p(99)': null, 'p(99.9)': null }
    expect(metrics.toMetrics(1)['decision_latency{phase:recovery}']).toEqual({ type: 'histogram', unit: 'ms', values: empty })
    for (let us = 1; us <= 1000; us++) latency.record(us)
    expect(metrics.toMetrics(1)['decision_latency{phase:recovery}'].values).toMatchObject({ count: 1000, min: 0.001, med: 0.5, max: 1, 'p(90)': 0.9, 'p(95)': 0.95, 'p(99)': 0.99, 'p(99.9)': 0.999 })
  })

  it('has margins below zero', () => {
    const metrics = new Metrics()
    metrics.histogram('margin_bps').record(-1467)
    expect(metrics.toMetrics(1).margin_bps).toMatchObject({ unit: 'bps', values: { count: 1, min: -1467, avg: -1467, max: -1467 } })
  })

  it('adds percentiles that a threshold asks for, in order', () => {
    const metrics = new Metrics()
    metrics.histogram('decision_latency').record(1000)
    const { values } = metrics.toMetrics(1, new Map([['decision_latency', [99, 97.5]]])).decision_latency
    expect(Object.keys(values)).toEqual(['count', 'avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(97.5)', 'p(99)', 'p(99.9)'])
    expect(values).toMatchObject({ 'p(97.5)': 1 })
  })

  it('adds up what threads measured', () => {
    const [all, ...threads] = [new Metrics(), new Metrics(), new Metrics()]
    for (const [index, thread] of threads.entries()) {
      thread.counter('decisions').add(10)
      thread.histogram('bolt_latency', { bolt: 'price' }).record(1000 * (index + 1))
      thread.histogram('margin_bps').record(-100)
      thread.gauge('lag').set(7 - index)
    }
    for (const value of [100, null]) threads[0].gauge('promo_conversion').set(value)
    threads[1].gauge('promo_conversion')
    threads[1].gauge('recovery_time', { fault: 'cache:down@40s+10s' }).set(null)
    for (const thread of threads) all.merge(structuredClone(thread.snapshot()))
    expect(all.toMetrics(1000)).toMatchObject({
      decisions: { values: { count: 20, rate: 20 } },
      'bolt_latency{bolt:price}': { values: { count: 2, min: 1, max: 2 } },
      margin_bps: { values: { count: 2, min: -100, max: -100 } },
      lag: { values: { value: 6, min: 6, max: 7 } },
      promo_conversion: { values: { value: null, min: 100, max: 100 } },
      'recovery_time{fault:cache:down@40s+10s}': { values: { value: null, min: null, max: null } },
    })
  })
})
