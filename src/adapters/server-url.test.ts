import { readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { makeCertificate } from '../testing/own-redis.ts'
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
    makeCertificate(folder)
    renameSync(join(folder, 'cert.pem'), caFile)
    expect(redisLogin({ url: 'rediss://localhost', caFile }, '').tls).toEqual({ ca: readFileSync(caFile, 'utf8') })
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

  test.each([
    ['an authority, but no TLS', 'redis://localhost', '--redis-ca', { caFile: 'ca.pem' }],
    ['an authority that is not there', 'rediss://localhost', '--redis-ca', { caFile: '/nowhere/ca.pem' }],
    ['a password for another machine, but no TLS', 'redis://shop@redis.example.com', '--redis', { password: 'env:REDIS_PASSWORD' }],
  ])('with %s is refused', (_, url, place, more) => {
    vi.stubEnv('REDIS_PASSWORD', 'hunter2')
    expect(() => redisLogin({ url, ...more }, '--redis')).toThrow(expect.objectContaining({ mistake: expect.objectContaining({ place, exitCode: 2 }) }))
  })

  test('with a password for another machine is fine through TLS, and where the password itself is never sent', () => {
    vi.stubEnv('PASSWORD', 'hunter2')
    expect(redisLogin({ url: 'rediss://shop@redis.example.com', password: 'env:PASSWORD' }, '--redis').password).toBe('hunter2')
    expect(postgresLogin({ url: 'postgresql://shop@db.example.com/x', password: 'env:PASSWORD' }, '--postgres').password).toBe('hunter2')
  })
})
