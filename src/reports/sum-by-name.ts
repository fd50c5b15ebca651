/** Counts under the same name added up. */
export function sumByName(records: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const record of records) for (const [name, count] of Object.entries(record)) sums[name] = (sums[name] ?? 0) + count
  return sums
}
