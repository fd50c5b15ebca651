import { partitionOf } from '../engine/kernel/murmur2.ts'
import { explanationLines } from '../reports/formats/explanation.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { causeChain } from './explained/cause-chain.ts'
import { chainLines } from './explained/chain-lines.ts'
import { explainedDecision } from './explained/explained-decision.ts'
import { lookBack } from './explained/find-decision.ts'
import { refuseUnknown, type Wanted } from './explained/refusals.ts'
import { seededSkus } from './explained/seeded-skus.ts'
import { momentOf } from './state/moment-of.ts'
import { END, type Moment } from './state/partition-past.ts'
import { UserError } from './user-error.ts'
import { readableFolder } from './verify.ts'

export interface ExplainOptions {
  readonly runDir: string
  /** A SKU, or a decision's id. */
  readonly query: string
  /** Only decisions of this store. */
  readonly store?: string
  /** The price at this moment, as `--at` has it; without it, at the end. */
  readonly at?: string
}

/**
 * Why a SKU had its price: its partition's log is executed again, this time with every decision of the SKU explained.
 * A SKU gets its last change of price or reason by then; where nothing changed, its first decision.
 */
export async function explain({ runDir, query, store, at }: ExplainOptions): Promise<{ readonly lines: readonly string[]; readonly explanation: object }> {
  const scenario = readableFolder(runDir).scenario as Scenario
  const id = /^\d+:(t?)(\d+):(.+):[^:]+:r\d+$/.exec(query)
  const wanted: Wanted = { runDir, scenario, place: '<query>', query, sku: id ? id[3] : query, decisionId: id ? query : null, store: store ?? null, at: at ?? null }
  const partition = partitionOf(wanted.sku, scenario.partitions)
  const seeded = [...seededSkus(runDir, partition)].find(({ sku }) => sku === wanted.sku)
  if (!seeded) throw refuseUnknown(wanted, false)
  const moment = id ? momentOfId(id, at) : at === undefined ? END : momentOf(at, runDir, partition)
  const { found } = lookBack(wanted, moment)
  if (!found) throw refuseUnknown(wanted, true)
  const { explanation, cause, events } = found
  const chain = causeChain(found, { runDir, scenario, partition, moment })
  const lines = [...explanationLines(explainedDecision(found, seeded, scenario.policy)), ...chainLines(chain)]
  return { lines, explanation: { schemaVersion: 1, explanation, cause: cause && JSON.parse(cause), events, chain } }
}

/** Nothing behind its cause can matter to a decision. */
function momentOfId([, tick, cause]: RegExpExecArray, at: string | undefined): Moment {
  if (at === undefined) return tick ? { batch: Number(cause) } : { offset: Number(cause) }
  const rule = 'the id of a decision says when it was made'
  throw new UserError({ code: 'contradiction', message: '--at means nothing beside the id of a decision', place: '--at', value: at, rule, fix: 'name the SKU, or leave out --at', exitCode: 2 })
}
