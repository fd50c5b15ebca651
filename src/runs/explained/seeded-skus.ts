import { partitionDir } from '../../adapters/embedded/segment-files.ts'
import { committedBatches } from '../../adapters/embedded/segment-log.ts'

/** What the log's first records say about a SKU. */
export interface SeededSku {
  readonly sku: string
  readonly name: string
  readonly mapMinor: number
}

const BEFORE_TRAFFIC = ['{"topic":"catalog"', '{"topic":"promo_rules"']

/** The catalogue as it was seeded into a partition: it stands before all traffic, so the rest is not read. */
export function* seededSkus(runDir: string, partition: number): Generator<SeededSku> {
  for (const { records } of committedBatches(partitionDir(runDir, partition), 0)) {
    for (const record of records) {
      if (record.startsWith(BEFORE_TRAFFIC[0])) yield toSku(record)
      else if (!record.startsWith(BEFORE_TRAFFIC[1])) return
    }
  }
}

function toSku(record: string): SeededSku {
  const { sku, data } = JSON.parse(record) as { sku: string; data: { name: string; mapMinor?: number } }
  return { sku, name: data.name, mapMinor: data.mapMinor ?? 0 }
}
