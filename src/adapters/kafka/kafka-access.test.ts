import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { hostOf, kafkaAddress } from './kafka-access.ts'

const HERE = ['127.0.0.1:9092', '[::1]:9092', 'localhost:9092']
const ELSEWHERE = ['127.0.0.1:9092', 'kafka.example.com:9092']
const LOGIN = { user: 'shop', password: 'env:KAFKA_PASSWORD' }

beforeEach(() => void vi.stubEnv('KAFKA_PASSWORD', 'hunter2'))
afterEach(() => void vi.unstubAllEnvs())

describe('what a user says of a cluster', () => {
  test('given addresses alone, when it is read, then there is neither TLS nor a user', () => {
    expect(kafkaAddress({ brokers: HERE })).toEqual({ brokers: HERE })
  })

  test('given a user, when nothing is said of how, then the password itself is never sent', () => {
    expect(kafkaAddress({ brokers: ELSEWHERE, ...LOGIN }).sasl).toEqual({ mechanism: 'scram-sha-512', username: 'shop', password: 'hunter2' })
  })

  test('given a password that is sent as it is, when all brokers are here or TLS is on, then it may go', () => {
    expect(kafkaAddress({ brokers: HERE, ...LOGIN, mechanism: 'plain' }).tls).toBeUndefined()
    expect(kafkaAddress({ brokers: ELSEWHERE, ...LOGIN, mechanism: 'plain', tls: true }).tls).toEqual({})
  })

  test.each([
    ['a password that would go to another machine as it is', { brokers: ELSEWHERE, ...LOGIN, mechanism: 'plain' }, { code: 'open_password', place: '--kafka-mechanism', value: 'kafka.example.com', exitCode: 2 }],
    ['a user without a password', { brokers: HERE, user: 'shop' }, { code: 'incomplete_login', place: '--kafka-password', exitCode: 2 }],
    ['a password without a user', { brokers: HERE, password: LOGIN.password }, { code: 'incomplete_login', place: '--kafka-user', exitCode: 2 }],
    ['a way to ask, and nobody to ask', { brokers: HERE, mechanism: 'plain' }, { code: 'incomplete_login', place: '--kafka-user', exitCode: 2 }],
    ['an authority that is not there', { brokers: HERE, caFile: '/nowhere/ca.pem' }, { code: 'bad_tls_file', place: '--kafka-ca', exitCode: 2 }],
    ['a password itself', { brokers: HERE, user: 'shop', password: 'hunter2' }, { code: 'bad_secret', place: '--kafka-password', exitCode: 104 }],
  ] as const)('given %s, when it is read, then it is refused, and the password is not repeated', (_, access, mistake) => {
    let thrown: unknown
    try {
      kafkaAddress(access)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ mistake })
    expect(JSON.stringify(thrown)).not.toContain('hunter2')
  })
})

test('given an address, when its host is asked for, then port and brackets are left out', () => {
  expect(HERE.map(hostOf)).toEqual(['127.0.0.1', '::1', 'localhost'])
})
