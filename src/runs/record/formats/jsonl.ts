import { messageOfEvent } from './event-message.ts'
import { linesOfText, objectOf, type RecordingFormat } from './line.ts'

/** Events, one JSON object a line. */
export const jsonl: RecordingFormat = {
  summary: 'events as JSON, one a line',
  async *read(text, file) {
    let offset = 0
    for await (const line of linesOfText(text, file)) yield messageOfEvent(objectOf(line), line, offset++)
  },
}
