import { describe, expect, it } from 'vitest'
import type { Progress } from '../runs/progress.ts'
import { outlineLines, PlainProgress, progressLine } from './plain.ts'

const traffic: Progress = {
  phase: 'traffic',
  elapsedMs: 12_345,
  durationMs: 60_000,
  plannedRate: 20_000,
  sentRate: 20_001.4,
  sent: 240_000,
  processed: 239_988,
  decisions: 500_000,
  lag: 12,
  p99Ms: 3.14,
  breachesPrevented: 1204,
}

describe('a line', () => {
  it('tells how the traffic goes', () => {
    expect(progressLine(traffic)).toBe('  12s  20,001/s sent  p99 3.1 ms  lag 12  breaches prevented 1,204')
  })

  it('tells what is on beside it', () => {
    expect(progressLine({ ...traffic, note: 'cache down' })).toMatch(/ {2}cache down$/)
  })

  it('does not make up a latency before there is one', () => {
    expect(progressLine({ ...traffic, p99Ms: null })).toContain('p99 –')
  })

  it('tells what is being done in the other phases', () => {
    expect(progressLine({ ...traffic, phase: 'draining', lag: 3456 })).toBe('  12s  draining  lag 3,456')
    expect(progressLine({ ...traffic, phase: 'checking', note: 'executing the log again' })).toBe('  12s  executing the log again')
  })
})

describe('plain progress', () => {
  const countLines = (states: readonly Progress[]): number => {
    const plain = new PlainProgress()
    return states.flatMap((state) => plain.lines(state)).length
  }

  it('is one line a second at most, however often the run reports', () => {
    const states = Array.from({ length: 300 }, (_, index) => ({ ...traffic, elapsedMs: index * 10 }))
    expect(countLines(states)).toBe(3)
  })

  it('does not fall behind when a report comes late', () => {
    expect(countLines([0, 1900, 2000, 2100].map((elapsedMs) => ({ ...traffic, elapsedMs })))).toBe(3)
  })

  it('is a line whenever a phase begins or another thing is done', () => {
    const phases = (['preparing', 'preparing', 'traffic', 'draining', 'draining', 'checking'] as const).map((phase) => ({ ...traffic, phase }))
    expect(countLines(phases)).toBe(4)
    expect(countLines(['1 of 8', '2 of 8', '2 of 8'].map((note) => ({ ...traffic, phase: 'checking', note })))).toBe(2)
  })
})

describe('the outline', () => {
  it('begins with the seed', () => {
    const outline = { seed: '7', scenario: 'steady', target: 'embedded', duration: '60s', events: 1_200_000, skus: 5000, stores: 20, dir: '.promo/runs/x' }
    expect(outlineLines(outline)).toEqual(['seed 7', 'steady on embedded: 1,200,000 events in 60s, 5,000 SKUs, 20 stores', 'run folder .promo/runs/x'])
  })
})
