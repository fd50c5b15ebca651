import { expect, test } from 'vitest'
import { Unavailable } from '../engine/pricing/ports.ts'
import { InFlight } from './in-flight.ts'

test('calls beyond the limit are refused, until one of those before has its answer', async () => {
  const inFlight = new InFlight('the cache', 2)
  const { promise, reject } = Promise.withResolvers<string>()
  const waiting = [inFlight.run(() => promise), inFlight.run(() => promise)]
  await expect(inFlight.run(async () => 'asked')).rejects.toThrow(new Unavailable('the cache'))
  reject(new Error('gone'))
  await Promise.allSettled(waiting)
  expect(await inFlight.run(async () => 'asked')).toBe('asked')
})
