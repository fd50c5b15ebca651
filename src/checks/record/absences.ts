/** A time in which nobody looked after partitions, because their worker had vanished; epoch ms of the run. */
export interface Absence {
  readonly partitions: readonly number[]
  readonly from: number
  /** Null: to the end. */
  readonly until: number | null
}

/** What whoever conducted the run has noticed; undefined where the document is not a workers.json. */
export function readAbsences(document: unknown): readonly Absence[] | undefined {
  const { absences } = (document ?? {}) as { absences?: unknown }
  return Array.isArray(absences) && absences.every(isAbsence) ? absences : undefined
}

function isAbsence(value: unknown): value is Absence {
  const { partitions, from, until } = (value ?? {}) as Partial<Absence>
  return Array.isArray(partitions) && [...partitions, from, until ?? from].every(Number.isSafeInteger)
}
