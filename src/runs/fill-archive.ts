import type { Worker } from 'node:worker_threads'
import type { ArchiveTotals } from './threads/archive-totals.ts'
import { messageOf } from './threads/start-thread.ts'

/** What it has not read yet stays in the topics; whoever interrupts a run does not wait for it. */
export async function fillArchive(archive: Worker, signal: AbortSignal): Promise<ArchiveTotals | null> {
  const filled = messageOf<{ readonly kind: 'done'; readonly totals: ArchiveTotals }>(archive, 'done').then(({ totals }) => totals)
  archive.postMessage({ kind: 'finish' })
  const interrupted = new Promise<null>((resolve) => (signal.aborted ? resolve(null) : signal.addEventListener('abort', () => resolve(null))))
  filled.catch(() => {})
  return Promise.race([filled, interrupted])
}
