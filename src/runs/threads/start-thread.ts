import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { failureOf } from './thread-failure.ts'

/**
 * What young generations may grow to. Of what a pipeline makes, a batch is alive at any time, and would age in less; what
 * a generator or a reader makes is gone at once, and more room would only be filled.
 */
const YOUNG_MB = 64
const YOUNG_MB_OF: Readonly<Record<string, number>> = { generator: 16, readers: 16 }

/** Started from source by tests and from dist by users: the file beside this one has the same extension. */
export function startThread(name: string, workerData: unknown): Worker {
  const file = new URL(`./${name}${extname(import.meta.url)}`, import.meta.url)
  return new Worker(file, { workerData, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB_OF[name] ?? YOUNG_MB } })
}

/** Told why a thread died; what a user can mend stays that. */
export function onDeath(thread: Worker, tell: (reason: unknown) => void): void {
  thread.once('error', (error) => tell(failureOf(error)))
}

/** The thread's next message of one of those kinds; rejects where the thread dies first. */
export function messageOf<Message extends { readonly kind: string }>(worker: Worker, ...kinds: readonly Message['kind'][]): Promise<Message> {
  return new Promise((resolve, reject) => {
    const listen = (message: Message) => {
      if (!kinds.includes(message.kind)) return
      worker.off('message', listen)
      resolve(message)
    }
    worker.on('message', listen)
    onDeath(worker, reject)
    worker.once('exit', (code) => reject(new Error(`a thread ended with ${code} before it was done`)))
  })
}
