import { expect, it } from 'vitest'
import type { Progress } from '../runs/progress.ts'
import { ActLines } from './act-lines.ts'

const at = (elapsedMs: number, phase: Progress['phase'] = 'traffic'): Progress => ({ phase, elapsedMs, durationMs: 20_000, plannedRate: 1000, sentRate: 1000, sent: 0, processed: 0, decisions: 0, lag: 0, p99Ms: 2, breachesPrevented: 0 })

it('says a caption once, when its moment has come', () => {
  const act = new ActLines()
  act.expect([{ atMs: 4000, caption: 'second' }, { atMs: 2000, caption: 'first' }])
  expect(act.lines(at(0, 'preparing')).join()).not.toContain('▶')
  expect(act.lines(at(2100))[0]).toBe('  ▶ first')
  expect(act.lines(at(3900))).toEqual([])
  expect(act.lines(at(4000))).toEqual(['  ▶ second'])
  expect(act.lines(at(4200))).toEqual([])
})

it('says how it goes every five seconds, and when a phase begins', () => {
  const act = new ActLines()
  act.lines(at(0))
  expect([4800, 5000, 5200, 9900, 10_100].map((elapsedMs) => act.lines(at(elapsedMs)).length)).toEqual([0, 1, 0, 0, 1])
  expect(act.lines(at(20_000, 'draining'))).toHaveLength(1)
})
