import type { Sku } from '../engine/pricing/events.ts'
import { builtInScenario } from './resolve-scenario.ts'
import type { Scenario } from './scenario.ts'

/** A small flash sale for tests: four stores, five seconds at 2,000/s. */
export function sampleScenario(changes: Partial<Scenario> = {}, traffic: Partial<Scenario['traffic']> = {}): Scenario {
  const flashSale = builtInScenario('flash-sale')
  return {
    ...flashSale,
    durationMs: 5_000,
    catalog: { file: null, skus: 200, stores: ['S01', 'S02', 'S03', 'S "4"'], stockFactor: 1 },
    faults: [],
    ...changes,
    traffic: { ...flashSale.traffic, shape: { kind: 'constant', rate: 2_000 }, ...traffic },
  }
}

export function sampleSkus(count = 200): readonly Sku[] {
  return Array.from({ length: count }, (_, index) => ({
    sku: `SKU-${index}`,
    name: `Product ${index}`,
    category: index % 2 ? 'books' : 'fashion',
    brand: 'Acme',
    vendor: 'Müller "& Sons"',
    currency: 'INR',
    baseMinor: 10_000 + 100 * index,
    costMinor: 5_000 + 50 * index,
    logisticsMinor: 200,
    tax: { mode: 'excluded' },
  }))
}
