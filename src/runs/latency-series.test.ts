import { describe, expect, it } from 'vitest'
import { Histogram } from '../reports/histogram.ts'
import { LatencySeries } from './latency-series.ts'

function piece(second: number, ...latenciesMs: readonly number[]) {
  const histogram = new Histogram()
  for (const ms of latenciesMs) histogram.record(ms * 1000)
  return { second, encoded: histogram.encode() }
}

describe('latency by second', () => {
  it('is over all threads', () => {
    const series = new LatencySeries()
    series.take(0, [piece(3, 1, 1, 1)])
    series.take(1, [piece(3, 9)])
    expect(series.at(3).p50Ms).toBeCloseTo(1, 1)
    expect(series.at(3).p99Ms).toBeCloseTo(9, 1)
    expect(series.total().count).toBe(4)
  })

  it('counts a second once that a thread tells again, with more in it', () => {
    const series = new LatencySeries()
    series.take(0, [piece(3, 1)])
    series.take(0, [piece(3, 1, 500)])
    expect(series.at(3).p99Ms).toBeCloseTo(500, 0)
    expect(series.total().count).toBe(2)
  })

  it('forgets nothing of seconds long ago', () => {
    const series = new LatencySeries()
    for (let second = 0; second < 100; second++) series.take(0, [piece(second, 2)])
    expect(series.total().count).toBe(100)
    expect(series.at(0).p50Ms).toBeCloseTo(2, 1)
  })

  it('says nothing about seconds nobody spoke of', () => {
    expect(new LatencySeries().at(5)).toEqual({ p50Ms: null, p95Ms: null, p99Ms: null })
  })
})
