import { LineSearch } from '../../adapters/files/line-search.ts'

/** Of which decisions. */
export interface DecidedSku {
  readonly runDir: string
  readonly partition: number
  readonly sku: string
  /** null: any store. */
  readonly store: string | null
  /** Offset at which a batch begins; those before it are looked at. */
  readonly before: number
}

const EXPLANATION = '{"topic":"pricing_decisions","explanation":'
const DECISIONS = '{"topic":"pricing_decisions","cause":'

/**
 * The number of the newest batch in which price or reason of a SKU changed: the log has an explanation there. Where
 * neither ever did, of the batch of its first decision, which is not explained there. Undefined: nobody decided it.
 */
export function lastChange(decided: DecidedSku): number | undefined {
  return lastExplained(decided) ?? firstDecided(decided)
}

function lastExplained({ runDir, partition, sku, store, before }: DecidedSku): number | undefined {
  const search = new LineSearch(runDir, partition)
  const inDecisionId = JSON.stringify(`:${sku}:${store === null ? '' : `${store}:`}`).slice(1, -1)
  for (const line of search.backward([inDecisionId], before)) if (line.text.startsWith(EXPLANATION)) return search.prove(line)?.batch.batch
  return undefined
}

function firstDecided({ runDir, partition, sku, store, before }: DecidedSku): number | undefined {
  const search = new LineSearch(runDir, partition)
  for (const line of search.forward([`[${JSON.stringify(sku)},`], before)) if (line.text.startsWith(DECISIONS) && decides(line.text, sku, store)) return search.prove(line)?.batch.batch
  return undefined
}

type Row = readonly [sku: string, ...facts: readonly unknown[]]
/** Where a row has its stores. */
const STORES = 7

function decides(line: string, sku: string, store: string | null): boolean {
  const { decisions } = JSON.parse(line) as { readonly decisions: readonly Row[] }
  return decisions.some((row) => row[0] === sku && (store === null || (row[STORES] as readonly (readonly [store: string])[]).some(([name]) => name === store)))
}
