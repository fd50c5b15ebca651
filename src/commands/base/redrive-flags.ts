import type { ServerFlagValues } from './kafka-flags.ts'

const DEAD_LETTERS = 'dead_letters'

/** What `promo replay` takes where it sends dead letters again. */
export interface RedriveFlags extends ServerFlagValues {
  readonly topic?: readonly string[]
  readonly target: string
  readonly repairs?: string
  readonly 'topic-prefix'?: string
  readonly yes: boolean
  readonly out?: string
  readonly force: boolean
  readonly quiet: boolean
}

/** Either the topic of a run on Kafka is named, or that of a run on disk. */
export const isRedrive = (source: string, { topic = [] }: Pick<RedriveFlags, 'topic'>): boolean => source === DEAD_LETTERS || topic.includes(DEAD_LETTERS)
