import { expect, it } from 'vitest'
import { openMarket } from './market.ts'
import { sampleScenario, sampleSkus } from './test-samples.ts'

const market = openMarket(sampleScenario(), sampleSkus(1_000))
const byShare = [...market.skuShares.keys()].sort((a, b) => market.skuShares[b] - market.skuShares[a])

it('gives SKUs the shares of Zipf’s law', () => {
  const shares = byShare.map((sku) => market.skuShares[sku])
  expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 9)
  expect(shares[0] / shares[9]).toBeCloseTo(10 ** 0.9, 6)
  expect(shares[9] / shares[99]).toBeCloseTo(10 ** 0.9, 6)
})

it('spreads the hottest SKUs over all partitions and both categories', () => {
  const hottest = byShare.slice(0, 16)
  const partitions = hottest.map((sku) => market.partitions[sku])
  for (let partition = 0; partition < 8; partition++) expect(partitions.filter((each) => each === partition)).toHaveLength(2)
  expect(new Set(hottest.map((sku) => market.skus[sku].category)).size).toBe(2)
})

it('leaves no partition with the hotter half of every round', () => {
  const even = openMarket(sampleScenario({}, { zipf: 0.5 }), sampleSkus(1_000))
  const load = Array.from({ length: 8 }, () => 0)
  const firstRounds = [...even.skuShares.keys()].sort((a, b) => even.skuShares[b] - even.skuShares[a]).slice(8, 24)
  for (const sku of firstRounds) load[even.partitions[sku]] += even.skuShares[sku]
  expect(Math.max(...load) / Math.min(...load)).toBeLessThan(1.15)
})

it('depends on the seed', () => {
  const other = openMarket(sampleScenario({ seed: '2' }), sampleSkus(1_000))
  expect(other.skuShares).not.toEqual(market.skuShares)
})

it('treats all SKUs alike with an exponent of 0', () => {
  const even = openMarket(sampleScenario({}, { zipf: 0 }), sampleSkus(4))
  expect([...even.skuShares]).toEqual([0.25, 0.25, 0.25, 0.25])
})

it('has stores of similar size', () => {
  const shares = [...market.storeShares]
  expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 9)
  expect(Math.max(...shares) / Math.min(...shares)).toBeLessThan(2)
})
