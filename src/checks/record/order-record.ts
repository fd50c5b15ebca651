/** The commit of a batch. */
export interface OrderRecord {
  readonly batch: number
  readonly now: number
  readonly inputs: number
  readonly folded: number
  readonly deduplicated: readonly number[]
  readonly quarantined: readonly number[]
  readonly crc: number
}

/** Undefined where the line is not an order record as docs/log-format.md has it. */
export function readOrderRecord(text: string): OrderRecord | undefined {
  const record = parsed(text)
  if (!record) return undefined
  const { batch, now, inputs, folded = 0, deduplicated = [], quarantined = [], crc } = record
  const order = { batch, now, inputs, folded, deduplicated, quarantined, crc } as OrderRecord
  return [batch, now, inputs, folded, crc].every(isCount) && isCounts(deduplicated) && isCounts(quarantined) ? order : undefined
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return undefined
  }
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
const isCounts = (value: unknown): boolean => Array.isArray(value) && value.every(isCount)
