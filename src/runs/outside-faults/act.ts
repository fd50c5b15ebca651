import type { Undo } from './undo.ts'

/** What a fault does to one server, or to one process. */
export interface Act {
  /** What undoes it, whoever is left to do that; null: nothing of it outlives this process. */
  readonly undo: Undo | null
  /** Resolves when it has happened; false where nothing had come of it when all was over. */
  begin(over: AbortSignal): Promise<boolean>
  /** True: when it happens is not for us to say, so its time is taken when it has. */
  readonly isAwaited?: boolean
  /** What this process does besides when the fault ends, also where it never began. */
  end?(): Promise<void>
}
