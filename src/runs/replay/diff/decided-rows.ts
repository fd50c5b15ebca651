/** A decision as a log has it, for all stores that share it. */
export interface DecidedRow {
  readonly sku: string
  readonly priceMinor: number | null
  readonly marginBps: number
  readonly reason: string
  readonly stores: readonly string[]
}

const ROWS_PREFIX = '{"topic":"pricing_decisions","cause":'

type WrittenRow = readonly [sku: string, priceMinor: number | null, discountBps: number, marginBps: number | null, floorMinor: number | null, costVersion: number, reason: string, stores: readonly (readonly [store: string, ...facts: readonly number[]])[]]

/** The rows of all decision lines among these lines; explanations repeat them and are left out. */
export function* decidedRows(lines: readonly string[]): Generator<DecidedRow> {
  for (const line of lines) {
    if (!line.startsWith(ROWS_PREFIX)) continue
    const { decisions } = JSON.parse(line) as { decisions: readonly WrittenRow[] }
    for (const [sku, priceMinor, , marginBps, , , reason, stores] of decisions) yield { sku, priceMinor, marginBps: marginBps ?? 0, reason, stores: stores.map(([store]) => store) }
  }
}
