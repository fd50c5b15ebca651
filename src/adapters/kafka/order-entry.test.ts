import { describe, expect, it } from 'vitest'
import { addRecord, positionsBehind, type Range, START } from './order-entry.ts'
import { INPUT_TOPICS } from './topics.ts'

describe('the ranges of a batch whose records stand in an order of their own', () => {
  it('begin anew where the topic changes, and each topic goes on where its last one ends', () => {
    const ranges: Range[] = []
    for (const [topic, offset] of [['sales_events', 4], ['sales_events', 5], ['catalog', 0], ['sales_events', 6], ['sales_events', 9]] as const) addRecord(ranges, topic, offset)
    expect(ranges).toEqual([['sales_events', 4, 6], ['catalog', 0, 1], ['sales_events', 6, 10]])
    const positions = positionsBehind(START, ranges)
    expect([positions[INPUT_TOPICS.indexOf('sales_events')], positions[INPUT_TOPICS.indexOf('catalog')], positions[INPUT_TOPICS.indexOf('demand_events')]]).toEqual([10, 1, 0])
  })
})
