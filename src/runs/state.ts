import { partitionOf } from '../engine/kernel/murmur2.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { causeChain } from './explained/cause-chain.ts'
import { lookBack } from './explained/find-decision.ts'
import { refuseUnknown, type Wanted } from './explained/refusals.ts'
import { seededSkus } from './explained/seeded-skus.ts'
import { momentOf } from './state/moment-of.ts'
import { END } from './state/partition-past.ts'
import { skuState } from './state/sku-state.ts'
import { type StateAnswer, stateLines } from './state/state-lines.ts'
import { readableFolder } from './verify.ts'

export interface StateOptions {
  readonly runDir: string
  readonly sku: string
  /** Only this store. */
  readonly store?: string
  /** As `--at` has it; without it, the end. */
  readonly at?: string
}

/** What a run knew of a SKU at a moment, and the price that stood: its partition is executed again up to there. */
export async function state({ runDir, sku, store, at }: StateOptions): Promise<{ readonly lines: readonly string[]; readonly state: object }> {
  const scenario = readableFolder(runDir).scenario as Scenario
  const wanted: Wanted = { runDir, scenario, query: sku, sku, place: '<sku>', decisionId: null, store: store ?? null, at: at ?? null }
  const { stores } = scenario.catalog
  const partition = partitionOf(sku, scenario.partitions)
  const seeded = [...seededSkus(runDir, partition)].find((each) => each.sku === sku)
  const chosen = store === undefined ? stores.map((_, index) => index) : [stores.indexOf(store)]
  if (!seeded || chosen.includes(-1)) throw refuseUnknown(wanted, seeded !== undefined)
  const moment = at === undefined ? END : momentOf(at, runDir, partition)
  const { past, found } = lookBack(wanted, moment)
  if (!found || !past.reached) throw refuseUnknown(wanted, true)
  const { nextOffset } = past.reached
  const now = moment.now ?? past.reached.now
  const answer: StateAnswer = {
    sku,
    name: seeded.name,
    partition,
    now,
    offset: nextOffset - 1,
    state: skuState(past.states, past.states.rowOf(sku), chosen, scenario, now),
    explanation: found.explanation,
    chain: causeChain(found, { runDir, scenario, partition, moment }),
  }
  return { lines: stateLines(answer), state: { schemaVersion: 1, ...answer } }
}
