import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import { onDeath, startThread } from './threads/start-thread.ts'

export interface ThreadWork<Task> {
  /** The file of the thread. It answers each task, which comes as a message, with `{ task, result }`. */
  readonly thread: string
  readonly workerData: unknown
  readonly tasks: readonly Task[]
}

/** Spreads tasks that are independent of each other over as many threads as there are cores. */
export async function inThreads<Task, Result>({ thread, workerData, tasks }: ThreadWork<Task>, settle: (task: Task, result: Result) => void): Promise<void> {
  const waiting = [...tasks]
  const workers = Array.from({ length: Math.min(availableParallelism(), tasks.length) }, () => startThread(thread, workerData))
  try {
    await Promise.all(workers.map((worker) => workOff(worker, waiting, settle)))
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

/** Gives a thread one task after another until none is left. */
function workOff<Task, Result>(worker: Worker, waiting: Task[], settle: (task: Task, result: Result) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = () => {
      const task = waiting.shift()
      if (task === undefined) resolve()
      else worker.postMessage(task)
    }
    worker.on('message', ({ task, result }: { task: Task; result: Result }) => {
      settle(task, result)
      next()
    })
    onDeath(worker, reject)
    next()
  })
}
