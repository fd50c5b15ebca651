/** What stands before the names of a run's topics and of its keys in Redis. */
export const prefixOf = (runId: string, wished?: string): string => wished ?? `promo-${runId}.`

/** A PostgreSQL schema of the run's own. The end of a run's id tells it from others, its beginning when it was. */
export function schemaOf(runId: string): string {
  const name = `promo_${runId.replaceAll(/[^a-z0-9_]/g, '_')}`
  return name.length <= 40 ? name : `${name.slice(0, 35)}${name.slice(-5)}`
}
