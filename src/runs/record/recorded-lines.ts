import { countOf, printable } from '../../reports/formats/texts.ts'
import type { RecordingDocument } from './recording-document.ts'

/** A recording, where it is, and whether it was made or only read. */
export interface Recorded extends RecordingDocument {
  readonly dir: string
  readonly isChecked: boolean
}

/** What a person is told about it. */
export function recordedLines({ dir, isChecked, source, order, records, startsAt, endsAt, ranges, droppedHeaders }: Recorded): readonly string[] {
  const span = startsAt === null || endsAt === null ? '' : `, from ${new Date(startsAt).toISOString()} to ${new Date(endsAt).toISOString()}`
  const dropped = Object.entries(droppedHeaders).map(([name, count]) => `${name} (${count})`)
  const lines = [
    `${dir}: ${countOf(records, 'record')} of ${source}${span}${isChecked ? '; every file is as it was written' : ''}`,
    ...topicLines(ranges),
    order === 'recorded' ? 'The order is the one in which the run took them.' : 'The order is this tool’s own: by time, topic, partition and offset.',
    ...(dropped.length === 0 ? [] : [`Left out, because they carry credentials: the headers ${dropped.join(', ')}.`]),
    ...(isChecked ? [] : [records === 0 ? 'nothing stood there, so there is nothing to replay' : `promo replay ${dir} executes it`]),
  ]
  return lines.map(printable)
}

function topicLines(ranges: Recorded['ranges']): readonly string[] {
  const topics = [...new Set(ranges.map(({ topic }) => topic))]
  return topics.map((topic) => {
    const own = ranges.filter((range) => range.topic === topic)
    return `  ${topic}: ${countOf(own.reduce((sum, { records }) => sum + records, 0), 'record')} in ${countOf(own.length, 'partition')}`
  })
}
