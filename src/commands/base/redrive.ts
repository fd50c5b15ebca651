import type { RunDocument } from '../../reports/run-document.ts'
import type { Progress } from '../../runs/progress.ts'
import { redriveRun } from '../../runs/redrive/redrive-run.ts'
import { redriveTopics } from '../../runs/redrive/redrive-topics.ts'
import { UserError } from '../../runs/user-error.ts'
import { serversRequestOf } from './kafka-flags.ts'
import type { RedriveFlags } from './redrive-flags.ts'
import { redriveLines } from './redrive-lines.ts'

interface RedriveCall {
  readonly source: string
  readonly flags: RedriveFlags
  readonly typed: ReadonlySet<string>
  readonly command: string
  readonly onProgress: (progress: Progress) => void
}

interface RedriveShown {
  readonly answer: object
  readonly lines: readonly string[]
  /** Of the folder that came about; undefined on Kafka, where the workers decide. */
  readonly document?: RunDocument
}

/** Dead letters once more: behind the end of a run on disk, or to the topics of one on Kafka. */
export async function redrive({ source, flags, typed, command, onProgress }: RedriveCall): Promise<RedriveShown> {
  const { repairs, out, force, yes, target } = flags
  if (target === 'kafka') return redriveOnKafka(flags, typed)
  if (source === 'dead_letters') throw refusal('no_run', '<recording>', 'dead_letters is a topic, and the embedded target has none', 'name the run: promo replay last --topic dead_letters; or add --target kafka')
  if (yes) throw refusal('contradiction', '--yes', '--yes means nothing here', 'leave it out: a run on disk is not changed')
  const document = await redriveRun({ source, repairs, out, force, command, onProgress })
  return { answer: document, lines: redriveLines(document.redriven), document }
}

async function redriveOnKafka(flags: RedriveFlags, typed: ReadonlySet<string>): Promise<RedriveShown> {
  const { 'topic-prefix': topicPrefix, repairs, yes } = flags
  if (topicPrefix === undefined) throw refusal('no_prefix', '--topic-prefix', '--topic-prefix is missing', 'write the prefix of the run’s topics')
  const { kafka, allowedHosts } = serversRequestOf(flags, typed)
  const answer = await redriveTopics({ kafka, allowedHosts, topicPrefix, repairs, mayChange: yes })
  const lines = [...redriveLines(answer.redriven), ...(yes || !answer.redriven.some(({ fate }) => fate === 'sent') ? [] : ['', 'Nothing was sent: add --yes.'])]
  return { answer: { schemaVersion: 1, ...answer }, lines }
}

function refusal(code: string, place: string, message: string, fix: string): UserError {
  return new UserError({ code, message, place, rule: 'dead letters are those of a run on disk, or of one on Kafka', fix, exitCode: 2 })
}
