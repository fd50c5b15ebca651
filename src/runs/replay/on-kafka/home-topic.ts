import { INPUT_TOPICS, topicOfLine } from '../../../adapters/kafka/topics.ts'

/** What names no topic, or none of ours, is still a record: it becomes a dead letter wherever it stands. */
const STRANGERS_TOPIC = 'demand_events'

/** The input topic that a recorded record goes to. */
export function homeTopic(record: string): string {
  const named = topicOfLine(record)
  return INPUT_TOPICS.find((topic) => topic === named) ?? STRANGERS_TOPIC
}
