import { didYouMean } from '../../engine/kernel/nearest-word.ts'
import { UserError } from '../../engine/kernel/user-error.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { seededSkus } from './seeded-skus.ts'

/** Which decision is asked for. */
export interface Wanted {
  readonly runDir: string
  readonly scenario: Scenario
  /** As the user wrote it. */
  readonly query: string
  readonly sku: string
  /** The argument that named it. */
  readonly place: '<query>' | '<sku>'
  /** null: the SKU's last change. */
  readonly decisionId: string | null
  /** null: any store. */
  readonly store: string | null
  /** The moment as the user wrote it; null: the end. */
  readonly at: string | null
}

/** Why nothing was found, with the nearest word that would have been. */
export function refuseUnknown(wanted: Wanted, isSkuKnown: boolean): UserError {
  if (!isSkuKnown) return unknownSku(wanted)
  const { store, scenario } = wanted
  if (store !== null && !scenario.catalog.stores.includes(store)) return unknownStore(store, scenario.catalog.stores)
  return wanted.at === null ? unknownDecision(wanted) : notYet(wanted, wanted.at)
}

function unknownSku({ runDir, scenario, sku, place }: Wanted): UserError {
  const partitions = Array.from({ length: scenario.partitions }, (_, partition) => partition)
  const known = partitions.flatMap((partition) => [...seededSkus(runDir, partition)].map((each) => each.sku))
  return new UserError({
    code: 'unknown_sku',
    message: `no SKU ${sku} in this run`,
    place,
    value: sku,
    rule: `a SKU of the run’s catalogue${place === '<query>' ? ', or a decisionId as it stands in the log' : ''}`,
    fix: didYouMean(sku, known) || `take one of its ${known.length}, for example ${known[0]}`,
    exitCode: 2,
  })
}

function unknownStore(store: string, stores: readonly string[]): UserError {
  const rule = `a store of the run: ${stores.slice(0, 10).join(', ')}${stores.length > 10 ? ', …' : ''}`
  return new UserError({ code: 'unknown_store', message: `no store ${store} in this run`, place: '--store', value: store, rule, fix: didYouMean(store, stores) || `write for example ${stores[0]}`, exitCode: 2 })
}

function unknownDecision({ query, store, place }: Wanted): UserError {
  return new UserError({
    code: 'unknown_decision',
    message: `no decision ${query} ${store === null ? '' : `of store ${store} `}in this run`,
    place,
    value: query,
    rule: 'a decisionId as it stands in the log, of the store that is asked for',
    fix: 'name the SKU alone to see its last change',
    exitCode: 2,
  })
}

function notYet({ sku }: Wanted, at: string): UserError {
  return new UserError({ code: 'unknown_decision', message: `nothing was decided for ${sku} by then`, place: '--at', value: at, rule: 'a moment from the first decision of the SKU on', fix: 'name a later one', exitCode: 2 })
}
