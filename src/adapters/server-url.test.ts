import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { emptyFolder } from '../testing/promo-cli.ts'
import { postgresLogin, redisLogin } from './server-url.ts'

describe('an address', () => {
  test('says host, port, user and database', () => {
    expect(redisLogin({ url: 'redis://127.0.0.1:7000/3' }, '--redis')).toEqual({ host: '127.0.0.1', port: 7000, database: '3' })
    expect(postgresLogin({ url: 'postgres://the%20shop@[::1]/prices' }, '--postgres')).toEqual({ host: '::1', port: 5432, username: 'the shop', database: 'prices' })
  })

  test('of which the port is left out is at the usual one', () => {
    expect([redisLogin({ url: 'redis://localhost' }, ''), postgresLogin({ url: 'postgresql://localhost' }, '')].map(({ port }) => port)).toEqual([6379, 5432])
  })

  test('may ask for TLS, and name who signed the certificate', () => {
    const folder = emptyFolder()
    const caFile = join(folder, 'ca.pem')
    writeFileSync(caFile, 'CERTIFICATE')
    expect(redisLogin({ url: 'rediss://localhost', caFile }, '').tls).toEqual({ ca: 'CERTIFICATE' })
    expect(postgresLogin({ url: 'postgresql://localhost/x?sslmode=verify-full' }, '').tls).toEqual({})
    expect([redisLogin({ url: 'redis://localhost' }, ''), postgresLogin({ url: 'postgresql://localhost/x?sslmode=disable' }, '')].map(({ tls }) => tls)).toEqual([undefined, undefined])
    rmSync(folder, { recursive: true })
  })

  test('gets its password from elsewhere', () => {
    vi.stubEnv('REDIS_PASSWORD', 'p')
    expect(redisLogin({ url: 'redis://shop@localhost', password: 'env:REDIS_PASSWORD' }, '')).toMatchObject({ username: 'shop', password: 'p' })
  })

  test.each(['127.0.0.1:6379', 'http://localhost', 'redis:', ''])('is not %j', (url) => {
    expect(() => redisLogin({ url }, '--redis')).toThrow(expect.objectContaining({ mistake: expect.objectContaining({ code: 'bad_address', place: '--redis', value: url, exitCode: 2 }) }))
  })

  test('with a password in it is refused, and not repeated', () => {
    try {
      redisLogin({ url: 'redis://shop:hunter2@localhost' }, '--redis')
    } catch (error) {
      expect(error).toMatchObject({ mistake: { message: 'a password does not stand in an address' } })
      expect(JSON.stringify(error)).not.toContain('hunter2')
    }
    expect.assertions(2)
  })
})
