import { appendFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { brokerErrorOf, KafkaClient } from '../adapters/kafka/client.ts'
import { inThreads } from './in-threads.ts'
import { BatchWriters } from './threads/batch-writers.ts'
import type { ReadBackThreadSetting, RecordSource } from './threads/read-back.ts'
import { UserError } from './user-error.ts'

export type OnPartition = (done: number, total: number) => void

/**
 * Brings the record of a run into its folder as it stands in Kafka now: what is judged is what is really there. All
 * partitions are taken over first, so that this does not change any more. The log appears whole or not at all. A batch that is not whole is noted with its place; the checks will come upon it.
 */
export async function readBackRun(runDir: string, source: RecordSource, partitions: number, onPartition: OnPartition): Promise<void> {
  const logDir = join(runDir, 'log.part')
  rmSync(logDir, { recursive: true, force: true })
  const tasks = Array.from({ length: partitions }, (_, partition) => partition)
  let done = 0
  const workerData: ReadBackThreadSetting = { source, logDir }
  try {
    await new BatchWriters(new KafkaClient(source.address), source).takeOver(tasks)
    await inThreads<number, string | undefined>({ thread: 'read-back', workerData, tasks }, (partition, damage) => {
      if (damage !== undefined) appendFileSync(join(runDir, 'errors.log'), `${new Date().toISOString()} partition ${partition} under ${source.prefix}: ${damage}\n`)
      onPartition(++done, partitions)
    })
  } catch (error) {
    throw unreadable(source.prefix, error)
  }
  renameSync(logDir, join(runDir, 'log'))
}

function unreadable(prefix: string, error: unknown): UserError {
  const rule = 'a run is judged by what stands in its topics'
  const fix = 'look whether the brokers answer, and run it again'
  return new UserError({ code: 'not_read_back', message: `the topics could not be read back: ${brokerErrorOf(error)}`, place: `topics under ${prefix}`, value: brokerErrorOf(error), rule, fix, exitCode: 106 })
}
