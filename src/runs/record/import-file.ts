import { basename } from 'node:path'
import { readText } from '../../adapters/files/text-file.ts'
import { UserError } from '../user-error.ts'
import { finishRecording } from './finish-recording.ts'
import type { FormatName } from './formats/names.ts'
import { RECORDING_FORMATS } from './formats/registry.ts'
import { makeWhole } from './new-recording-dir.ts'
import { compareMessages, type RecordedMessage } from './recorded-message.ts'
import { RecordedRanges } from './recorded-ranges.ts'
import type { RecordingDocument } from './recording-document.ts'
import { recordingScenario, rulesFor } from './recording-scenario.ts'
import { RecordingWriter } from './recording-writer.ts'

export interface ImportRequest {
  readonly file: string
  readonly format: FormatName
  readonly out: string
  /** A scenario whose partitions, stores and policy it is to be executed with. */
  readonly scenario?: string
}

/** They are put in order in memory. */
const MESSAGES_MAX = 2_000_000

/** Makes a recording of a file. One bad line, and nothing is written. */
export async function importFile({ file, format, out, scenario }: ImportRequest): Promise<RecordingDocument> {
  const rules = await rulesFor(scenario)
  return makeWhole(out, async (dir) => {
    const messages = await messagesIn(file, format)
    const seen = new RecordedRanges()
    const counts = new Map<string, number>()
    for (const { topic, partition } of messages) counts.set(topic, Math.max(counts.get(topic) ?? 0, partition + 1))
    const writer = new RecordingWriter({ dir, partitions: rules.partitions, partitionsOf: (topic) => counts.get(topic)! })
    for (const message of messages) {
      seen.add(message)
      writer.write(message)
    }
    const written = writer.close()
    const { startsAt, endsAt, stores } = seen
    const source = `${basename(file)}, as ${format}`
    return finishRecording(dir, recordingScenario(rules, scenario !== undefined, { startsAt, endsAt, stores }), { order: 'merged', source, ranges: seen.ranges(), records: messages.length, startsAt, endsAt, droppedHeaders: writer.dropped, ends: written.map(({ nextOffset }) => nextOffset) })
  })
}

async function messagesIn(file: string, format: FormatName): Promise<readonly RecordedMessage[]> {
  const messages: RecordedMessage[] = []
  for await (const message of RECORDING_FORMATS[format].read(readText(file), file)) {
    if (messages.push(message) > MESSAGES_MAX) throw refusal(file, 'too_many_messages', `${file} holds more than ${MESSAGES_MAX} messages`, `at most ${MESSAGES_MAX} messages a file`, 'split it by time')
  }
  if (messages.length === 0) throw refusal(file, 'no_messages', `${file} holds no message`, 'one message at least', 'check that it is the right file')
  return messages.sort(compareMessages)
}

function refusal(place: string, code: string, message: string, rule: string, fix: string): UserError {
  return new UserError({ code, message, place, rule, fix, exitCode: 104 })
}
