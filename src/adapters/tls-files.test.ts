import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCertificate } from '../testing/own-redis.ts'
import { emptyFolder } from '../testing/promo-cli.ts'
import { readTlsFiles } from './tls-files.ts'

describe('files for TLS', () => {
  let dir = ''
  const file = (name: string) => join(dir, name)

  beforeAll(() => {
    dir = emptyFolder()
    makeCertificate(dir)
    mkdirSync(file('other'))
    makeCertificate(file('other'))
    writeFileSync(file('text'), 'no certificate')
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  test('given an authority, a certificate and its key, when they are read, then their text is there', () => {
    const read = readTlsFiles({ caFile: file('cert.pem'), certFile: file('cert.pem'), keyFile: file('key.pem') }, '--kafka')
    expect([read.ca, read.cert, read.key].map((text) => text?.split('\n', 1)[0])).toEqual(['-----BEGIN CERTIFICATE-----', '-----BEGIN CERTIFICATE-----', '-----BEGIN PRIVATE KEY-----'])
  })

  test('given none, when they are read, then there is nothing', () => {
    expect(readTlsFiles({}, '--kafka')).toEqual({})
  })

  const mistakes: readonly (readonly [string, () => Parameters<typeof readTlsFiles>[0], string, string])[] = [
    ['a file that is not there', () => ({ caFile: file('nowhere') }), '--kafka-ca', 'there is no such file'],
    ['a folder', () => ({ caFile: dir }), '--kafka-ca', 'EISDIR'],
    ['a text that is no certificate', () => ({ caFile: file('text') }), '--kafka-ca', 'holds no certificate'],
    ['a certificate without its key', () => ({ certFile: file('cert.pem') }), '--kafka-cert', 'belong together'],
    ['the key of another certificate', () => ({ certFile: file('cert.pem'), keyFile: file('other/key.pem') }), '--kafka-key', 'is not the key of'],
    ['a certificate where the key belongs', () => ({ certFile: file('cert.pem'), keyFile: file('cert.pem') }), '--kafka-key', 'is not the key of'],
  ]
  test.each(mistakes)('given %s, when they are read, then that is said', (_, files, place, message) => {
    expect(() => readTlsFiles(files(), '--kafka')).toThrow(expect.objectContaining({ mistake: expect.objectContaining({ place, message: expect.stringContaining(message), exitCode: 2 }) }))
  })
})
