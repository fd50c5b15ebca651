import type { Check } from './check.ts'
import type { Evidence, PartitionFindings } from './findings.ts'
import type { Sent } from './record/sent.ts'
import { type Facts, Tally } from './tally.ts'

/** The load was what the scenario says: every event of its schedule was sent, or somebody says why not. */
export const loadHonesty: Check = {
  summary: 'what was planned was sent: the counts of generator, schedule and log agree, and the generator was not the limit',
  conclude: (findings, evidence) => (evidence.sent ? new Accounts(findings, evidence, evidence.sent).judge() : new Tally()),
  lacks: ({ sent }) => (sent && isSaturated(sent) ? 'the generator was the limit, so this is not the load of the scenario' : undefined),
}

/** Two sums of fractions may end on different sides of a whole number. */
const ROUNDED_BY = 1
const ACHIEVED_RATIO_MIN = 0.99

class Accounts {
  readonly #tally = new Tally()
  readonly #findings: readonly PartitionFindings[]
  readonly #evidence: Evidence
  readonly #sent: Sent

  constructor(findings: readonly PartitionFindings[], evidence: Evidence, sent: Sent) {
    this.#findings = findings
    this.#evidence = evidence
    this.#sent = sent
  }

  judge(): Tally {
    const { planned, sent } = this.#sent
    if (planned && sent) {
      this.#compareKinds(planned, sent)
      this.#compareSchedule(total(planned))
      this.#comparePartitions(total(sent))
      this.#compareTimes(total(sent))
    }
    for (const finding of this.#findings) this.#findUnsent(finding)
    return this.#tally
  }

  /** Until the traffic has ended, some of it is still to be sent. */
  #compareKinds(planned: Counts, sent: Counts): void {
    for (const kind of Object.keys(planned)) {
      const [due, done] = [planned[kind], sent[kind] ?? 0]
      if (done > due || (this.#sent.ended && done < due)) this.#report('another number was sent than was planned', { kind, planned: due, sent: done }, Math.abs(due - done))
    }
  }

  /** A feed that a fault has silenced leaves the plan; nothing adds to it. */
  #compareSchedule(planned: number): void {
    const { schedule } = this.#evidence
    if (!schedule) return
    this.#tally.checked += schedule.events
    const missing = schedule.events - planned
    if (missing < -ROUNDED_BY || (this.#sent.ended && !schedule.isSilenced && missing > ROUNDED_BY)) {
      this.#report('the generator planned another number of events than the schedule has', { scheduled: schedule.events, planned }, Math.abs(missing))
    }
  }

  /** Every event that was sent was offered to one partition. */
  #comparePartitions(sent: number): void {
    const partitions = this.#sent.generators.flatMap(({ partitions }) => partitions)
    if (partitions.some(({ offered }) => offered === undefined)) return
    const offered = partitions.reduce((sum, partition) => sum + partition.offered!, 0)
    if (offered !== sent) this.#report('another number was sent than was offered to the partitions', { sent, offered }, Math.abs(sent - offered))
  }

  #compareTimes(sent: number): void {
    const { inTime, lateByGenerator = 0, lateByBackpressure = 0 } = this.#sent
    if (inTime === undefined) return
    const timed = inTime + lateByGenerator + lateByBackpressure
    if (timed !== sent) this.#report('another number was sent than was in time or late', { sent, inTime, lateByGenerator, lateByBackpressure }, Math.abs(sent - timed))
  }

  /** An id in the log that nobody gave out was not a part of the load. */
  #findUnsent({ partition, seen }: PartitionFindings): void {
    for (const { generator, ranges } of seen) {
      const known = this.#sent.generators.find((one) => one.generator === generator)?.partitions.find((one) => one.partition === partition)
      const handed = known?.handed ?? 0
      const beyond = ranges.reduce((sum, [from, to]) => sum + Math.max(0, to - Math.max(from, handed)), 0)
      if (beyond > 0 && this.#sent.ended) this.#report('in the log, and never sent', { partition, generator, handed }, beyond)
    }
  }

  #report(problem: string, facts: Facts, count: number): void {
    this.#tally.violation({ place: 'sent.json', problem, ...facts }, count)
  }
}

type Counts = Readonly<Record<string, number>>

/**
 * The generator, not the pipeline, was the limit: whatever such a run shows, it does not show it under this load. A run
 * that was cut off claims no load.
 */
function isSaturated({ ended, sent = {}, inTime, lateByGenerator = 0, lateByBackpressure = 0 }: Sent): boolean {
  return ended === true && inTime !== undefined && inTime < total(sent) * ACHIEVED_RATIO_MIN && lateByGenerator > lateByBackpressure
}

const total = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0)
