import { expect, test } from 'vitest'
import { Signal } from './signal.ts'

test('given several sleepers, when the signal is raised, then all of them wake, long before their time', async () => {
  const signal = new Signal()
  const began = performance.now()
  const sleepers = [signal.waitSince(0, 60_000), signal.waitSince(0, 60_000)]
  signal.raise()
  await Promise.all(sleepers)
  expect(performance.now() - began).toBeLessThan(10_000)
})

test('given it was raised since the look for work, when somebody waits, then not at all', async () => {
  const signal = new Signal()
  const { raised } = signal
  signal.raise()
  const began = performance.now()
  await signal.waitSince(raised, 60_000)
  expect(performance.now() - began).toBeLessThan(10_000)
})

test('given nobody raises it, when the time is up, then the sleeper wakes', async () => {
  const signal = new Signal()
  await signal.waitSince(signal.raised, 5)
  expect(signal.raised).toBe(0)
})
