import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../../adapters/files/write-whole.ts'

const FILE = 'kafka.json'

export interface RecordPlace {
  /** Of the topics. */
  readonly prefix: string
  readonly guarantee: string
}

/** Where the record of a run is as long as its folder has none. */
export function writeRecordPlace(runDir: string, { prefix, guarantee }: RecordPlace): void {
  writeWhole(join(runDir, FILE), JSON.stringify({ schemaVersion: 1, prefix, guarantee }))
}

/** True for a run on Kafka that ended before its record was read back. */
export const lacksRecord = (runDir: string): boolean => existsSync(join(runDir, FILE)) && !existsSync(join(runDir, 'log'))
