import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PricingWorld } from '../../testing/pricing-world.ts'
import { testServer } from '../../testing/real-servers.ts'
import { psql, TestSchema, urlOf } from '../../testing/test-schema.ts'
import { Wire } from '../../testing/wire.ts'
import { postgresLogin } from '../server-url.ts'
import { Archive, type ArchiveRecord } from './archive.ts'
import { PostgresLink } from './client.ts'

let schema: TestSchema

beforeAll(async () => {
  schema = await TestSchema.make()
})

afterAll(() => schema.drop())

/** A partition of a topic with these records from an offset on. */
const recordsOf = (topic: string, partition: number, values: readonly string[], from = 0): readonly ArchiveRecord[] =>
  values.map((value, index) => ({ topic, partition, offset: from + index, value }))

const line = (topic: string, source: string, more: object = {}) => JSON.stringify({ topic, id: source, type: 'any', sku: 'SKU-1', ts: 1, source, receivedAt: 7, schemaVersion: 1, data: {}, ...more })

const openAgain = () => Archive.open(schema.link, schema.name)

describe('decisions in the archive', () => {
  const world = new PricingWorld()
  let records: readonly ArchiveRecord[]

  beforeAll(async () => {
    const seeded = world.batch([JSON.stringify(world.event({ topic: 'catalog', type: 'sku_seeded', data: world.skuFacts({ costMinor: 6_000 }, [[500, 5]]) }))])
    world.promote({ kind: 'percent-off', offBps: 3_000 })
    records = recordsOf('pricing_decisions', 3, [...seeded, ...world.lines].filter((each) => each.startsWith('{"topic":"pricing_decisions"')))
    await (await openAgain()).append(records)
  })

  test('given lines of the pipeline, when psql asks by reason, then it finds each explained decision', () => {
    const explained = records.filter(({ value }) => value.includes('"explanation"'))
    expect(explained.length).toBeGreaterThan(0)
    expect(Number(psql(`select count(*) from ${schema.name}.decisions`))).toBe(explained.length)
    expect(psql(`select sku, price_minor from ${schema.name}.decisions where reason = 'PROMO_MODIFY_DISCOUNT'`)).toBe('SKU-1 9000')
    expect(psql(`select explanation->>'finalDecision' from ${schema.name}.decisions where explanation @> '{"reasonCode":"PROMO_MODIFY_DISCOUNT"}'`)).toMatch(/\w/)
  })

  test('given an archive that was ended, when another goes on, then it knows where, and what it gets again changes nothing', async () => {
    const before = psql(`select count(*) from ${schema.name}.decisions`)
    const next = await openAgain()
    expect([next.nextOffset('pricing_decisions', 3), next.nextOffset('pricing_decisions', 4)]).toEqual([records.length, 0])
    await next.append(records)
    expect(psql(`select count(*) from ${schema.name}.decisions`)).toBe(before)
  })

  test('given a SKU that jsonb cannot keep, when its decision comes, then it is kept under a name that it can', async () => {
    const [explained] = records.filter(({ value }) => value.includes('"explanation"'))
    const value = explained.value.replace('"sku":"SKU-1"', String.raw`"sku":"a\u0000\\u0000\ud800"`).replace(/"decisionId":"[^"]*"/, '"decisionId":"odd"')
    await (await openAgain()).append(recordsOf('pricing_decisions', 5, [value]))
    expect(psql(`select sku from ${schema.name}.decisions where decision_id = 'odd'`)).toBe(String.raw`a${'\ufffd'}\u0000${'\ufffd'}`)
  })
})

describe('the audit', () => {
  const inputs = [...recordsOf('promo_rules', 3, [line('promo_rules', 'planner'), 'not JSON'], 40), ...recordsOf('price_overrides', 3, [line('price_overrides', 'anna\nb', { note: 'ä\n' })], 9)]
  const alert = '{"topic":"alerts","cause":4,"type":"margin_breach_prevented","severity":"info","sku":"SKU-1","data":{}}'
  const faults = () => psql(`select position from ${schema.name}.audit_faults order by position`)

  beforeAll(async () => {
    const archive = await openAgain()
    await archive.append([...inputs, ...recordsOf('sales_events', 3, [line('sales_events', 'till')], 1)])
    await archive.append(inputs)
    await (await openAgain()).append(recordsOf('alerts', 1, [alert]))
  })

  test('given rules, manual prices and alerts, when psql asks, then each is there once, with who and where', () => {
    expect(psql(`select position, topic, partition, log_offset, received_at, source from ${schema.name}.audit order by position`)).toBe(
      '1 promo_rules 3 40 7 planner\n2 price_overrides 3 9 7 anna\ufffdb\n3 alerts 1 0',
    )
    expect(psql(`select record from ${schema.name}.audit where position = 2`)).toBe(inputs[2].value)
  })

  test.each(["update SCHEMA.audit set source = 'nobody'", 'delete from SCHEMA.audit', 'truncate SCHEMA.audit'])('given anybody, when he says %s, then he is refused', (statement) => {
    expect(() => psql(statement.replace('SCHEMA', schema.name))).toThrow('the audit only grows')
  })

  test.each([
    ['a record', `record = replace(record, 'planner', 'nobody') where position = 1`, '1'],
    ['who did it', `source = 'nobody' where position = 1`, '1'],
    ['a hash', `hash = repeat('0', 64) where position = 2`, '2\n3'],
    ['a place', `position = 17 where position = 3`, '17'],
  ])('given the trigger is off and somebody changes %s, when the chain is checked, then it shows', (_, change, found) => {
    expect(faults()).toBe('')
    const tamper = `begin; alter table ${schema.name}.audit disable trigger audit_only_grows; update ${schema.name}.audit set ${change};`
    expect(psql(`${tamper} select position from ${schema.name}.audit_faults order by position; rollback`).split('\n').filter((each) => /^\d+$/.test(each)).join('\n')).toBe(found)
  })

  test('given the trigger is off and a row is deleted, when the chain is checked, then the next one shows', () => {
    const tamper = `begin; alter table ${schema.name}.audit disable trigger audit_only_grows; delete from ${schema.name}.audit where position = 2;`
    expect(psql(`${tamper} select position from ${schema.name}.audit_faults; rollback`).split('\n')).toContain('3')
  })
})

describe('an archive whose PostgreSQL hangs', () => {
  test('given the answer to a write is lost, when it is back, then each record is kept once and the chain is whole', async () => {
    const own = await TestSchema.make()
    const wire = await Wire.to(testServer('postgres'))
    const link = await PostgresLink.open(postgresLogin({ url: urlOf(wire.address) }, '--postgres'))
    const archive = await Archive.open(link, own.name)
    await archive.append(recordsOf('promo_rules', 0, [line('promo_rules', 'a')]))
    wire.holdAnswers()
    const written = archive.append(recordsOf('promo_rules', 0, [line('promo_rules', 'b'), line('promo_rules', 'c')], 1))
    await expect.poll(() => psql(`select count(*) from ${own.name}.audit`), { timeout: 5000 }).toBe('3')
    wire.cut()
    wire.mend()
    await written
    await archive.append(recordsOf('promo_rules', 0, [line('promo_rules', 'd')], 3))
    expect(psql(`select string_agg(source, '' order by position) from ${own.name}.audit`)).toBe('abcd')
    expect(psql(`select count(*) from ${own.name}.audit_faults`)).toBe('0')
    await link.close()
    wire.close()
    await own.drop()
  })
})
