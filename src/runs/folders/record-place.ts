import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../../adapters/files/write-whole.ts'
import type { KafkaAccess } from '../../adapters/kafka/kafka-access.ts'
import type { Guarantee } from '../threads/kafka-target.ts'

const FILE = 'kafka.json'

/** Where the record of a run on Kafka is. Secrets are named by it, not in it. */
export interface RecordPlace {
  readonly kafka: KafkaAccess
  /** Of the topics. */
  readonly prefix: string
  readonly guarantee: Guarantee
}

export function writeRecordPlace(runDir: string, { kafka, prefix, guarantee }: RecordPlace): void {
  writeWhole(join(runDir, FILE), JSON.stringify({ schemaVersion: 1, prefix, guarantee, kafka }))
}

export const readRecordPlace = (runDir: string): RecordPlace => JSON.parse(readFileSync(join(runDir, FILE), 'utf8')) as RecordPlace

/** True for a run on Kafka that ended before its record was read back. */
export const lacksRecord = (runDir: string): boolean => existsSync(join(runDir, FILE)) && !existsSync(join(runDir, 'log'))
