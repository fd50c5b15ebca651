import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PricingWorld } from '../../testing/pricing-world.ts'
import { psql, TestSchema } from '../../testing/test-schema.ts'
import { AuditTrail } from './audit-trail.ts'
import { DecisionArchive } from './decision-archive.ts'

let schema: TestSchema

beforeAll(async () => {
  schema = await TestSchema.make()
})

afterAll(() => schema.drop())

describe('decisions', () => {
  let archive: DecisionArchive
  let world: PricingWorld

  beforeAll(async () => {
    archive = new DecisionArchive(schema.link, schema.name)
    world = new PricingWorld()
    world.seed({ baseMinor: 10_000, costMinor: 6_000 })
    world.promote({ kind: 'percent-off', offBps: 3_000 })
    await archive.append(world.lines)
  })

  test('that the pipeline explained are found by psql, each once', async () => {
    await archive.append(world.lines)
    expect(psql(`select reason, price_minor from ${schema.name}.decisions order by decided_at, reason`).split('\n')).toContain('PROMO_MODIFY_DISCOUNT 9000')
    expect(Number(psql(`select count(*) from ${schema.name}.decisions`))).toBe(world.explanations.length)
  })

  test('are found by item, reason, time and content', async () => {
    const [wanted] = (await archive.search({ reason: 'PROMO_MODIFY_DISCOUNT' })) as readonly { readonly sku: string; readonly store: string; readonly ts: number; readonly decisionId: string; readonly finalDecision: string }[]
    const { sku, store, ts, finalDecision } = wanted
    const searches = [{ sku, store, reason: 'PROMO_MODIFY_DISCOUNT' }, { from: ts, to: ts + 1, reason: 'PROMO_MODIFY_DISCOUNT' }, { containing: { finalDecision } }]
    const found = await Promise.all(searches.map((search) => archive.search(search)))
    expect(found.map((explanations) => explanations.some((one) => (one as typeof wanted).decisionId === wanted.decisionId))).toEqual([true, true, true])
    expect(await archive.search({ sku, to: ts, reason: 'PROMO_MODIFY_DISCOUNT' })).toEqual([])
  })
})

describe('the audit', () => {
  const line = (topic: string, source: string) => JSON.stringify({ topic, id: source, type: 'any', sku: 'SKU-1', ts: 1, source, receivedAt: 1, schemaVersion: 1, data: {} })
  const batch = { firstOffset: 40, now: 1234, records: [line('sales_events', 'till'), line('promo_rules', 'planner'), 'not JSON', line('price_overrides', 'anna')] }

  test('keeps who changed a rule or a price, once, where the log has it', async () => {
    const audit = new AuditTrail(schema.link, schema.name)
    await audit.append(3, batch)
    await audit.append(3, batch)
    expect(psql(`select partition, log_offset, decided_at, topic, source from ${schema.name}.audit order by log_offset`)).toBe('3 41 1234 promo_rules planner\n3 43 1234 price_overrides anna')
    expect(psql(`select record from ${schema.name}.audit where log_offset = 43`)).toBe(batch.records[3])
  })

  test.each([
    "update SCHEMA.audit set source = 'nobody'",
    'delete from SCHEMA.audit',
    'truncate SCHEMA.audit',
  ])('refuses to be changed: %s', (statement) => {
    expect(() => psql(statement.replace('SCHEMA', schema.name))).toThrow('the audit only grows')
  })
})
