import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { UserError } from '../user-error.ts'
import { failureOf } from './thread-failure.ts'

/** What is thrown there, as it arrives here. */
async function thrownIn(code: string): Promise<unknown> {
  const [error] = await once(new Worker(code, { eval: true }), 'error')
  return failureOf(error)
}

test('given a thread that dies of a mistake of the user’s, when that arrives, then it is one here too', async () => {
  const mistake = { code: 'redis_unavailable', message: 'no', place: 'Redis', exitCode: 106 }
  const failure = await thrownIn(`throw Object.assign(new Error('no'), { name: 'UserError', mistake: ${JSON.stringify(mistake)} })`)
  expect(failure).toBeInstanceOf(UserError)
  expect(failure).toMatchObject({ mistake })
})

test('given a broker that refuses a right, however deep it is wrapped, when that arrives, then it is said what is missing', async () => {
  const failure = await thrownIn(`throw Object.assign(new Error('no'), { cause: Object.assign(new Error('no'), { type: 'GROUP_AUTHORIZATION_FAILED' }) })`)
  expect(failure).toMatchObject({ mistake: { code: 'kafka_right_missing', rule: expect.stringContaining('Read on the groups'), exitCode: 106 } })
})

test('given any other error, when it arrives, then it stays what it is', async () => {
  expect(await thrownIn(`throw new TypeError('a bug')`)).toEqual(new TypeError('a bug'))
})
