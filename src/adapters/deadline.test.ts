import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Unavailable } from '../engine/pricing/ports.ts'
import { answeredWithin } from './deadline.ts'

test('an answer in time is the answer, be it good or bad', async () => {
  expect(await answeredWithin(1000, 'the store', sleep(1, 'good'))).toBe('good')
  await expect(answeredWithin(1000, 'the store', Promise.reject(new Error('bad')))).rejects.toThrow('bad')
})

test('an answer that is late is none', async () => {
  await expect(answeredWithin(5, 'the store', sleep(100, 'late'))).rejects.toThrow(new Unavailable('the store'))
})
