import type { KafkaRequest } from '../../runs/open-kafka-target.ts'
import { chosenRecords, refuseGapsAtFullSpeed, type ReplayRequest } from '../../runs/replay/prepare-replay.ts'
import { type SendAnswer, sendRecording } from '../../runs/replay/send-only/send-recording.ts'
import { UserError } from '../../runs/user-error.ts'
import { tableLines } from '../../ui/table.ts'
import { number } from './replay-lines.ts'
import { refusePipelineFlags } from './replay-target.ts'

interface SendCall {
  readonly request: ReplayRequest
  readonly typed: ReadonlySet<string>
  readonly mayChange: boolean
  readonly onSent: (sent: number) => void
  readonly signal: AbortSignal
}

/** The recorded events into topics, and nothing else. */
export async function sendOnly({ request, typed, ...call }: SendCall): Promise<{ readonly answer: SendAnswer; readonly lines: readonly string[] }> {
  const { speed, maxGapMs } = request
  refusePipelineFlags(typed)
  refuseGapsAtFullSpeed(request)
  const { kafka, allowedHosts, topicPrefix, createTopics } = clusterOf(request)
  const answer = await sendRecording({ ...chosenRecords(request), ...call, kafka, allowedHosts, topicPrefix, createTopics, speed, maxGapMs })
  return { answer, lines: sendLines(answer, speed === 'max' ? speed : `${speed}x`) }
}

function clusterOf({ kafka }: ReplayRequest): KafkaRequest {
  if (kafka) return kafka
  throw new UserError({ code: 'flag_without_target', message: '--send-only means nothing here', place: '--send-only', rule: 'it is about topics, and the embedded target has none', fix: 'add --target kafka, or leave it out', exitCode: 2 })
}

/** What was put into topics, or would be. */
function sendLines({ topics, isSent, isInterrupted, sent, elapsedMs, lateMsMax }: SendAnswer, speed: string): readonly string[] {
  const rows = topics.map(({ topic, partitions, isNew, records }) => [topic, String(partitions), number(records), isNew ? (isSent ? 'made' : 'would be made') : 'is there'])
  const table = ['', ...tableLines(['topic', 'partitions', 'records', ''], rows), '']
  if (!isSent) return [...table, 'Nothing was sent: add --yes, or leave out --topic-prefix for topics of its own.']
  const late = lateMsMax > 100 ? [`not at ${speed}: it came up to ${number(lateMsMax)} ms behind`] : []
  return [...table, `${isInterrupted ? 'interrupted; ' : ''}sent ${number(sent)} records in ${number(elapsedMs)} ms`, ...late]
}
