import type { Commit } from './ports.ts'

export const ORDER_PREFIX = '{"topic":"order"'

/** The line that commits a batch (docs/log-format.md), as far as its own checksum covers it. */
export function orderHead({ batch, now, inputs, extra }: Commit): string {
  return `${ORDER_PREFIX},"batch":${batch},"now":${now},"inputs":${inputs}${extra}`
}

/** The whole line; `crc` covers every byte since the order record before, up to and including the head. */
export const orderRecord = (head: string, crc: number): string => `${head},"crc":${crc}}`
