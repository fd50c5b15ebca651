import type { Commit } from './ports.ts'

export const ORDER_PREFIX = '{"topic":"order"'

/** The line that commits a batch (docs/log-format.md); `crc` covers every byte since the one before. */
export function orderRecord({ batch, now, inputs, extra }: Commit, crc: number): string {
  return `${ORDER_PREFIX},"batch":${batch},"now":${now},"inputs":${inputs}${extra},"crc":${crc}}`
}
