import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { concludeInvariants, type Invariant } from '../../checks/conclude.ts'
import type { PartitionFindings } from '../../checks/findings.ts'
import { inspectPartition } from '../../checks/inspect-partition.ts'
import { EMBEDDED, EMBEDDED_WRITTEN_BEHIND } from '../../checks/ledger/tolerance.ts'
import { type History, reexecute } from '../../simulator/world.ts'
import { judgeHealing } from './healing.ts'

const DECISIONS_PREFIX = '{"topic":"pricing_decisions"'

export interface Judged {
  readonly invariants: readonly Invariant[]
  /** Of everything that was written and told. */
  readonly sha256: string
}

/** All checks over a simulated history, the re-execution included. */
export function judgeHistory(history: History): Judged {
  const { scenario, logs, reads, sent, prices, options } = history
  const tolerance = options.store === 'before' ? EMBEDDED : EMBEDDED_WRITTEN_BEHIND
  const readLogs = reads.map(({ reader, lines }) => ({ reader, chunks: [fileOf(lines)] }))
  const bytes = logs.map((log) => log.bytes())
  const findings = bytes.map((log, partition) => inspectPartition({ partition, scenario, log: [log], reads: readLogs, prices: [fileOf(prices[partition].lines)], tolerance }))
  const evidence = {
    sent: { generators: [{ generator: 1, partitions: sent }], planned: { all: sumOf(sent, 'planned') }, sent: { all: sumOf(sent, 'offered') }, ended: true },
    recordedSha256: null,
    reexecutedSha256: logs.map((_, partition) => reexecutedSha256(history, partition)),
    hasStandingPrices: true,
  }
  const invariants = [...concludeInvariants(findings, evidence), judgeHealing(history)]
  return { invariants, sha256: digestOf(findings, [...bytes, ...readLogs.flatMap(({ chunks }) => chunks)]) }
}

/** Decisions by their SHA-256, which is known already; every other byte by its checksum, which is ten times as fast. */
function digestOf(findings: readonly PartitionFindings[], files: readonly Buffer[]): string {
  const parts = [...findings.map(({ decisionsSha256 }) => decisionsSha256), ...files.map((file) => `${file.length} ${crc32(file)}`)]
  return hash('sha256', parts.join('\n'))
}

const sumOf = (sent: History['sent'], count: 'planned' | 'offered'): number => sent.reduce((sum, counts) => sum + counts[count], 0)

const fileOf = (lines: readonly string[]): Buffer => Buffer.from(textOf(lines))

/** Each line ends with a newline, the last one too. */
const textOf = (lines: readonly string[]): string => (lines.length === 0 ? '' : `${lines.join('\n')}\n`)


function reexecutedSha256(history: History, partition: number): string {
  const decisions: string[] = []
  for (const lines of reexecute(history, partition)) for (const line of lines) if (line.startsWith(DECISIONS_PREFIX)) decisions.push(line)
  return hash('sha256', textOf(decisions))
}

export const failedNames = (invariants: readonly Invariant[]): string[] => invariants.filter(({ status }) => status !== 'pass').map(({ name }) => name)
