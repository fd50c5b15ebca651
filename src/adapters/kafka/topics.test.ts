import { describe, expect, test } from 'vitest'
import { planTopics } from './topic-plan.ts'
import { homeTopic, skuOfLine, topicOfLine } from './topics.ts'

describe('a line', () => {
  test.each([
    ['{"topic":"sales_events","id":"g1-0-1","sku":"SKU-1","data":{}}', 'sales_events', 'SKU-1'],
    [' {"topic":"sales_events","sku":"a\\"b"', 'sales_events', 'a"b'],
    ['{"topic":"sales_events","sku":"a\\x"', 'sales_events', null],
    ['{"topic":"pricing_decisions","cause":3,"decisions":[["SKU-2",100]]}', 'pricing_decisions', 'SKU-2'],
    ['{"topic":"promo_rules","type":"promotion_ended"}', 'promo_rules', null],
    ['no JSON at all', undefined, null],
  ])('%s goes to topic %s under key %s', (line, topic, sku) => {
    expect([topicOfLine(line), skuOfLine(line)]).toEqual([topic, sku])
  })
})

describe('an input line', () => {
  test.each([
    ['{"topic":"vendor_cost_updates","id":"1"}', 'vendor_cost_updates'],
    ['{"topic":"pricing_decisions","cause":3}', 'demand_events'],
    ['{"topic":"sales_evants"}', 'demand_events'],
    ['no JSON at all', 'demand_events'],
  ])('%s goes to %s', (line, topic) => {
    expect(homeTopic(line)).toBe(topic)
  })
})

describe('the plan of topics', () => {
  test('keeps the order of inputs longer than the inputs', () => {
    const retention = (name: string) => Number(planTopics('p.', { partitions: 8, replication: 3 }).find((topic) => topic.name === `p.${name}`)!.config['retention.ms'])
    expect(retention('order')).toBeGreaterThan(retention('sales_events'))
  })

  test.each([[1, '1'], [2, '1'], [3, '2']])('with %i replicas an answer means that %s have it', (replication, inSync) => {
    for (const { config } of planTopics('', { partitions: 1, replication })) expect(config['min.insync.replicas']).toBe(inSync)
  })
})
