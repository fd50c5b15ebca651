import { partitionOf } from '../engine/kernel/murmur2.ts'
import { Random } from '../engine/kernel/random.ts'
import type { Sku } from '../engine/pricing/events.ts'
import { AliasTable } from './alias-table.ts'
import type { Scenario } from './scenario.ts'

/** Who buys what where: the parts of the traffic that are fixed for a run. All from the seed. */
export interface Market {
  readonly scenario: Scenario
  readonly skus: readonly Sku[]
  /** Partition of each SKU, by its index. */
  readonly partitions: Uint16Array
  /** Share of the traffic that each SKU has; they add up to 1. */
  readonly skuShares: Float64Array
  readonly storeShares: Float64Array
  readonly skuDraw: AliasTable
  readonly storeDraw: AliasTable
}

export function openMarket(scenario: Scenario, skus: readonly Sku[]): Market {
  const partitions = Uint16Array.from(skus, ({ sku }) => partitionOf(sku, scenario.partitions))
  const popularity = zipfWeights(skus.length, scenario.traffic.zipf)
  const random = new Random(scenario.seed).fork('market')
  const weights = new Float64Array(skus.length)
  byRank(partitions, scenario.partitions, random).forEach((sku, rank) => (weights[sku] = popularity[rank]))
  const storeWeights = scenario.catalog.stores.map((_, index) => STORE_WEIGHTS[index % STORE_WEIGHTS.length])
  return {
    scenario,
    skus,
    partitions,
    skuShares: shares(weights),
    storeShares: shares(storeWeights),
    skuDraw: new AliasTable(weights),
    storeDraw: new AliasTable(storeWeights),
  }
}

/** A city's stores are not equal, but of one size class. */
const STORE_WEIGHTS = [14, 10, 8, 12, 9]

/**
 * Whole-number weights of rank^-exponent. Machines may differ in the last bit of Math.pow; after rounding to a
 * millionth of a millionth they do not, and sums of whole numbers are exact.
 */
function zipfWeights(count: number, exponent: number): Float64Array {
  return new Float64Array(count).map((_, rank) => Math.max(1, Math.round(1e12 * (rank + 1) ** -exponent)))
}

/**
 * SKU indices from the hottest to the coldest: shuffled, then taken from the partitions in turns, there and back again,
 * so that the few SKUs that carry most of the traffic do not meet in one partition.
 */
function byRank(partitions: Uint16Array, partitionCount: number, random: Random): Uint32Array {
  const byPartition: number[][] = Array.from({ length: partitionCount }, () => [])
  for (const sku of shuffled(partitions.length, random)) byPartition[partitions[sku]].push(sku)
  const hands = Array.from(shuffled(partitionCount, random), (partition) => byPartition[partition])
  const ranked = new Uint32Array(partitions.length)
  let rank = 0
  for (let round = 0; rank < ranked.length; round++) {
    for (const hand of round % 2 ? hands.toReversed() : hands) if (round < hand.length) ranked[rank++] = hand[round]
  }
  return ranked
}

/** 0 … count − 1 in a random order (Fisher–Yates). */
export function shuffled(count: number, random: Random): Uint32Array {
  const order = new Uint32Array(count).map((_, index) => index)
  for (let left = count - 1; left > 0; left--) {
    const other = random.below(left + 1)
    const moved = order[left]
    order[left] = order[other]
    order[other] = moved
  }
  return order
}

function shares(weights: ArrayLike<number>): Float64Array {
  const list = Float64Array.from(weights)
  const total = list.reduce((sum, weight) => sum + weight, 0)
  return list.map((weight) => weight / total)
}
