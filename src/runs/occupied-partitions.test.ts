import { describe, expect, it } from 'vitest'
import { partitionOf } from '../engine/kernel/murmur2.ts'
import type { Sku } from '../engine/pricing/events.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { occupiedPartitions } from './occupied-partitions.ts'

const scenario = (partitions: number, skus: number) => ({ partitions, catalog: { skus } as Scenario['catalog'] })

describe('occupied partitions', () => {
  it('are those of a small catalogue’s SKUs', () => {
    const skus = ['TOY-001', 'TOY-002', '00123'].map((sku) => ({ sku }) as Sku)
    const expected = [...new Set(skus.map(({ sku }) => partitionOf(sku, 8)))].toSorted((a, b) => a - b)
    expect(occupiedPartitions(scenario(8, 3), skus)).toEqual(expected)
    expect(expected.length).toBeLessThan(8)
  })

  it('are those of the SKUs that will be generated', () => {
    expect(occupiedPartitions(scenario(8, 2), null)).toEqual([...new Set(['SKU-00001', 'SKU-00002'].map((sku) => partitionOf(sku, 8)))].toSorted((a, b) => a - b))
    expect(occupiedPartitions(scenario(8, 5000), null)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })
})
