import { partitionOf } from '../engine/kernel/murmur2.ts'
import type { Sku } from '../engine/pricing/events.ts'
import { generatedSku } from '../scenarios/generated-catalog/generate.ts'
import type { Scenario } from '../scenarios/scenario.ts'

/** Partitions that hold a SKU, in order: where a bolt has nothing to do, no work of it can be cut off. */
export function occupiedPartitions({ partitions, catalog }: Pick<Scenario, 'partitions' | 'catalog'>, skus: readonly Sku[] | null): readonly number[] {
  const occupied = new Set<number>()
  const count = skus?.length ?? catalog.skus
  for (let index = 0; index < count && occupied.size < partitions; index++) {
    occupied.add(partitionOf(skus?.[index].sku ?? generatedSku(index, count), partitions))
  }
  return [...occupied].toSorted((a, b) => a - b)
}
