/** What the traffic generators know: how many ids they handed over, and how many of these were acknowledged. */
export interface Sent {
  readonly generators: readonly {
    readonly generator: number
    readonly partitions: readonly { readonly partition: number; readonly handed: number; readonly acked: number }[]
  }[]
}

/** Undefined where the document is not a sent.json. */
export function readSent(document: unknown): Sent | undefined {
  const sent = document as Sent | null
  return Array.isArray(sent?.generators) && sent.generators.every(isGenerator) ? sent : undefined
}

function isGenerator({ generator, partitions }: Sent['generators'][number]): boolean {
  return isCount(generator) && Array.isArray(partitions) && partitions.every(({ partition, acked }) => isCount(partition) && isCount(acked))
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
