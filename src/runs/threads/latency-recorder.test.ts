import { expect, test } from 'vitest'
import { LatencyRecorder } from './latency-recorder.ts'

test('given a thread of two partitions, when both have records waiting, then its lag is that of both together, at its most in each 100 ms', () => {
  const recorder = new LatencyRecorder(100)
  recorder.lag(10, 0, 300)
  recorder.lag(20, 2, 500)
  recorder.lag(90, 0, 100)
  recorder.lag(150, 2, 0)
  recorder.lag(160, 0, 0)
  expect(recorder.windows.map(({ lagMax }) => lagMax)).toEqual([800, 100])
})
