import { expect, it } from 'vitest'
import { RateRecorder } from './rate-recorder.ts'

it('counts an event in the second it was due in, and in the one it was sent in', () => {
  const rates = new RateRecorder()
  rates.record(1, 2)
  rates.record(1000, 1001)
  rates.record(2001, 4000)
  expect(rates).toMatchObject({ planned: [2, 0, 1], sent: [1, 1, 0, 1] })
})
