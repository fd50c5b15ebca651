import { createHash } from 'node:crypto'
import type { Check } from './check.ts'
import type { Evidence, PartitionFindings } from './findings.ts'
import { Tally } from './tally.ts'

/** Same log, same decisions: the run's own digest, the log's, and that of a re-execution are one. */
export const reexecution: Check = {
  summary: 'executing the log again gives the same decisions, byte for byte',
  conclude: compareDigests,
  lacks: ({ reexecutedSha256 }) => (reexecutedSha256 === null ? 'the log was not executed again' : undefined),
}

/** Over the partitions' hex digests in partition order, each followed by a newline. */
export function combinedSha256(digests: readonly string[]): string {
  return createHash('sha256').update(digests.map((digest) => `${digest}\n`).join('')).digest('hex')
}

/** A damaged log has no digest to compare. */
function compareDigests(findings: readonly PartitionFindings[], { recordedSha256, reexecutedSha256 }: Evidence): Tally {
  const tally = new Tally()
  const whole = findings.filter(({ damage }) => damage.length === 0)
  if (recordedSha256 !== null && whole.length === findings.length) {
    const logged = combinedSha256(findings.map(({ decisionsSha256 }) => decisionsSha256))
    compare(tally, 'run.json run.decisionsSha256', 'the run recorded another digest than its log has', logged, recordedSha256)
  }
  for (const { partition, decisionsSha256 } of reexecutedSha256 ? whole : []) {
    compare(tally, `log/${partition}`, 'executed again, the decisions differ', decisionsSha256, reexecutedSha256?.[partition] ?? null)
  }
  return tally
}

function compare(tally: Tally, place: string, problem: string, expected: string, found: string | null): void {
  tally.checked++
  if (found !== expected) tally.violation({ place, problem, expected, found })
}
