import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Unavailable } from '../../engine/pricing/ports.ts'
import { emptyFolder } from '../../testing/promo-cli.ts'
import { published } from '../../testing/published.ts'
import { testServer } from '../../testing/real-servers.ts'
import { psql, TestSchema, urlOf } from '../../testing/test-schema.ts'
import { Wire } from '../../testing/wire.ts'
import { postgresLogin } from '../server-url.ts'
import { PostgresLink } from './client.ts'
import { PostgresPriceStore } from './price-store.ts'
import { ensureSchema } from './schema.ts'

describe('a PostgreSQL that is out of reach', () => {
  let schema: TestSchema
  let wire: Wire
  let link: PostgresLink
  let store: PostgresPriceStore

  beforeEach(async () => {
    schema = await TestSchema.make()
    wire = await Wire.to(testServer('postgres'))
    link = await PostgresLink.open(postgresLogin({ url: urlOf(wire.address) }, '--postgres'))
    store = new PostgresPriceStore(link, schema.name)
    await store.apply([published(1)])
  })

  afterEach(async () => {
    wire.close()
    await link.close()
    await schema.drop()
  })

  test('says so, and is in use again by itself when it is back', async () => {
    wire.cut()
    await expect(store.read('SKU-1', 'S01')).rejects.toBeInstanceOf(Unavailable)
    await expect(store.apply([published(2)])).rejects.toBeInstanceOf(Unavailable)
    wire.mend()
    await store.apply([published(3)])
    expect(await store.read('SKU-1', 'S01')).toMatchObject({ version: 3 })
  })

  test('because it hangs lets a reader wait 250 ms at most, and no queue grow', async () => {
    wire.hold()
    const began = performance.now()
    const refusals = await Promise.all(Array.from({ length: 300 }, async () => {
      const error = await store.read('SKU-1', 'S01').catch((thrown: unknown) => thrown)
      return { error, elapsedMs: performance.now() - began }
    }))
    expect(refusals.every(({ error }) => error instanceof Unavailable)).toBe(true)
    // 256 waited; the others were refused at the door.
    expect(refusals.filter(({ elapsedMs }) => elapsedMs < 100).length).toBe(300 - 256)
    expect(Math.max(...refusals.map(({ elapsedMs }) => elapsedMs))).toBeLessThan(500)
    wire.mend()
    await vi.waitFor(async () => expect(await store.read('SKU-1', 'S01')).toMatchObject({ version: 1 }), { timeout: 5000 })
  })

  test('is not taken for a mistake of ours', async () => {
    await expect(link.run({ name: 'wrong', text: 'select nonsense', answerMsMax: 1000 }, [])).rejects.toThrow('"nonsense" does not exist')
  })
})

describe('a PostgreSQL with passwords', () => {
  const role = 'shop_with_password'
  const login = (password: string) => postgresLogin({ url: `postgresql://${role}@${testServer('postgres')}/postgres`, password }, '--postgres')

  beforeEach(() => {
    psql(`drop role if exists ${role}`)
    psql(`create role ${role} login password 's3cret'`)
  })

  afterEach(() => psql(`drop role ${role}`))

  test('lets in who knows it', async () => {
    const folder = emptyFolder()
    const file = join(folder, 'password')
    writeFileSync(file, 's3cret\n')
    const link = await PostgresLink.open(login(`file:${file}`))
    expect(await link.run({ name: 'who', text: 'select current_user as name', answerMsMax: 1000 }, [])).toEqual([{ name: role }])
    await link.close()
    rmSync(folder, { recursive: true })
  })

  test('refuses anybody else, and the message does not say the password', async () => {
    vi.stubEnv('WRONG', 'not-the-password')
    const error: unknown = await PostgresLink.open(login('env:WRONG')).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ message: expect.stringContaining('password authentication failed'), mistake: { code: 'postgres_unavailable', exitCode: 106 } })
    expect(JSON.stringify(error)).not.toContain('not-the-password')
  })

  test('gives no schema to a role that may not make one', async () => {
    vi.stubEnv('PASSWORD', 's3cret')
    const link = await PostgresLink.open(login('env:PASSWORD'))
    await expect(ensureSchema(link, 'of_somebody', { mayCreate: true })).rejects.toMatchObject({ message: expect.stringContaining('permission denied'), mistake: { code: 'schema_refused' } })
    await link.close()
  })
})

test('a PostgreSQL that is not there is an error of the environment', async () => {
  await expect(PostgresLink.open(postgresLogin({ url: urlOf('127.0.0.1:1') }, '--postgres'))).rejects.toMatchObject({ message: expect.stringContaining('ECONNREFUSED'), mistake: { exitCode: 106 } })
})

test('TLS that the server does not have is not done without', async () => {
  const login = postgresLogin({ url: `${urlOf(testServer('postgres'))}?sslmode=require` }, '--postgres')
  await expect(PostgresLink.open(login)).rejects.toThrow('does not support SSL')
})
