import { INPUT_TOPICS } from '../../adapters/kafka/topics.ts'
import { type Positions, START } from '../../adapters/kafka/order-entry.ts'
import { countOf } from '../../reports/formats/texts.ts'
import type { GeneratorTotals, Segment } from '../threads/generator-setting.ts'
import type { PipelineTotals } from '../threads/pipeline-setting.ts'
import type { PipelineReport } from '../threads/thread-reports.ts'
import type { Participant, Posting } from './postings.ts'
import { WorkerAccount } from './worker-account.ts'

/** Who has said nothing for so long is taken for dead; everybody says something twice a second. */
export const SILENT_MS_MAX = 10_000

export interface Member extends Participant {
  /** Null: it is a worker. */
  readonly segment: Segment | null
  readonly account: WorkerAccount
  partitions: readonly number[]
  isSeeded: boolean
  isDone: boolean
  sent: GeneratorTotals | undefined
  heardAtMs: number
}

/** Who takes part in a run, and what each has told: a fold over the postings of its board. */
export class Roster {
  readonly #members = new Map<string, Member>()
  /** By partition, where it stands: the furthest that anybody has told. */
  readonly #standing: Positions[] = []

  take(posting: Posting, nowMs: number): void {
    if (posting.kind === 'joined') this.#join(posting)
    if (!('by' in posting)) return
    const member = this.#members.get(posting.by)
    if (!member) return
    member.heardAtMs = nowMs
    if (posting.kind === 'owns') member.partitions = posting.partitions
    if (posting.kind === 'seeded') member.isSeeded = true
    if (posting.kind === 'working') member.account.tell(posting.report, posting.totals)
    if (posting.kind === 'worked') member.account.close(posting.totals)
    if (posting.kind === 'sending' || posting.kind === 'sent') member.sent = posting.totals
    if (posting.kind === 'worked' || posting.kind === 'sent') Object.assign(member, { isDone: true, partitions: [] })
    if (posting.kind === 'working') this.#stand(posting.standing)
  }

  get workers(): readonly Member[] {
    return [...this.#members.values()].filter(({ segment }) => segment === null)
  }

  get generators(): readonly Member[] {
    return [...this.#members.values()].filter(({ segment }) => segment !== null)
  }

  knows(by: string): boolean {
    return this.#members.has(by)
  }

  /** Who has this segment of the schedule: of several the one that joined first. */
  holderOf(index: number, nowMs: number): Member | undefined {
    const gone = this.vanished(nowMs)
    return this.generators.find((each) => each.segment?.index === index && !gone.includes(each))
  }

  /** Whose partition it is, as far as the board knows. */
  ownerOf(partition: number): string | undefined {
    return this.workers.findLast(({ partitions }) => partitions.includes(partition))?.by
  }

  /** Neither done nor heard of: whatever it did since its last posting is not known. */
  vanished(nowMs: number): readonly Member[] {
    return [...this.#members.values()].filter((member) => !member.isDone && nowMs - member.heardAtMs > SILENT_MS_MAX)
  }

  /** Records of the input topics that are not decided, `ends` being where the topics end, by partition. */
  lag(ends: readonly Positions[]): number {
    const open = (partition: number, topic: number) => Math.max(0, ends[partition][topic] - (this.#standing[partition] ?? START)[topic])
    return ends.reduce((sum, _, partition) => sum + INPUT_TOPICS.reduce((some, __, topic) => some + open(partition, topic), 0), 0)
  }

  /** What a run of so many partitions, segments and workers still waits for; empty where it can begin. */
  missing(partitions: number, segments: number, workers: number): readonly string[] {
    const unowned = Array.from({ length: partitions }, (_, partition) => partition).filter((partition) => this.ownerOf(partition) === undefined)
    const unseeded = Array.from({ length: segments }, (_, index) => index + 1).filter((index) => !this.generators.some((each) => each.segment?.index === index && each.isSeeded))
    const joined = this.workers.filter(({ isDone }) => !isDone).length
    return [
      ...(joined < workers ? [`${workers - joined} of ${workers} workers`] : []),
      ...(unowned.length > 0 ? [`an owner of ${countOf(unowned.length, 'partition')}`] : []),
      ...(unseeded.length > 0 ? [`the seed of ${unseeded.map((index) => `segment ${index}/${segments}`).join(', ')}`] : []),
    ]
  }

  get reports(): readonly PipelineReport[] {
    return this.workers.flatMap(({ account }) => account.report ?? [])
  }

  get pipelines(): readonly PipelineTotals[] {
    return this.workers.map(({ account }) => account.totals)
  }

  get sent(): readonly GeneratorTotals[] {
    return this.generators.flatMap((generator) => generator.sent ?? [])
  }

  #join({ by, host, pid, segment }: Extract<Posting, { kind: 'joined' }>): void {
    if (this.#members.has(by)) return
    this.#members.set(by, { by, host, pid, segment, account: new WorkerAccount(), partitions: [], isSeeded: false, isDone: false, sent: undefined, heardAtMs: 0 })
  }

  #stand(standing: Readonly<Record<number, Positions>>): void {
    for (const [partition, positions] of Object.entries(standing)) {
      const known = this.#standing[Number(partition)] ?? START
      this.#standing[Number(partition)] = positions.map((position, topic) => Math.max(position, known[topic]))
    }
  }
}
