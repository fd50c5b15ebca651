import { createHash } from 'node:crypto'
import { concludeInvariants, type Invariant } from '../checks/conclude.ts'
import { inspectPartition } from '../checks/inspect-partition.ts'
import { reexecute, type History } from '../simulator/world.ts'

const DECISIONS_PREFIX = '{"topic":"pricing_decisions"'

/** All checks over a simulated history, the re-execution included. */
export async function judgeHistory({ scenario, log, logLines, reads, sent }: History): Promise<readonly Invariant[]> {
  const readLog = { reader: 'reader-1', chunks: [Buffer.from(reads.map((read) => `${read}\n`).join(''))] }
  const findings = [inspectPartition({ partition: 0, scenario, log: [log], reads: [readLog] })]
  const hash = createHash('sha256')
  for await (const lines of reexecute(logLines, scenario.policy)) {
    for (const line of lines) if (line.startsWith(DECISIONS_PREFIX)) hash.update(`${line}\n`)
  }
  const generators = [{ generator: 1, partitions: [{ partition: 0, handed: sent.handed, acked: sent.handed }] }]
  return concludeInvariants(findings, { sent: { generators }, recordedSha256: null, reexecutedSha256: [hash.digest('hex')] })
}

export const failedNames = (invariants: readonly Invariant[]): string[] => invariants.filter(({ status }) => status !== 'pass').map(({ name }) => name)
