import type { Participant, Posting } from './postings.ts'

/** A time in which nobody looked after partitions: their worker had vanished, and no other had taken them over. */
export interface Absence extends Pick<Participant, 'host' | 'pid'> {
  readonly worker: string
  readonly partitions: readonly number[]
  /** From when it was heard of last; the run's own time, epoch ms. */
  readonly from: number
  /** Null: to the end of the run. */
  readonly until: number | null
}

interface Watched extends Participant {
  heardAt: number
  partitions: readonly number[]
}

/** What is heard was said a little earlier: two postings a second, and the way here. */
const HEARD_LATE_MS_MAX = 1000

/**
 * Who had vanished when others took their partitions over: a fold over the postings of a run's board. A partition that is
 * handed over is given up by the one before it is owned by the next one.
 */
export class Absences {
  readonly #workers = new Map<string, Watched>()
  readonly #over: Absence[] = []

  /** True where there is one more. */
  take(posting: Posting, now: number): boolean {
    if (posting.kind === 'joined' && !posting.segment) this.#workers.set(posting.by, { ...posting, heardAt: now, partitions: [] })
    const worker = 'by' in posting ? this.#workers.get(posting.by) : undefined
    if (!worker) return false
    worker.heardAt = now
    if (posting.kind === 'worked') worker.partitions = []
    return posting.kind === 'owns' && this.#own(worker, posting.partitions, now)
  }

  get over(): readonly Absence[] {
    return this.#over
  }

  /** Of those whose partitions nobody has taken over until now, and who will not be heard of any more. */
  get open(): readonly Absence[] {
    return [...this.#workers.values()].filter(({ partitions }) => partitions.length > 0).map((worker) => absenceOf(worker, worker.partitions, null))
  }

  #own(owner: Watched, partitions: readonly number[], now: number): boolean {
    const before = this.#over.length
    for (const worker of this.#workers.values()) {
      const taken = worker === owner ? [] : worker.partitions.filter((partition) => partitions.includes(partition))
      if (taken.length === 0) continue
      this.#over.push(absenceOf(worker, taken, now))
      worker.partitions = worker.partitions.filter((partition) => !taken.includes(partition))
    }
    owner.partitions = partitions
    return this.#over.length > before
  }
}

function absenceOf({ by, host, pid, heardAt }: Watched, partitions: readonly number[], until: number | null): Absence {
  return { worker: by, host, pid, partitions, from: heardAt - HEARD_LATE_MS_MAX, until }
}
