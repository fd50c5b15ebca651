import { canAskBrokers, isKnownRun } from '../../runs/replay/source.ts'
import { type ServerFlagValues, serversRequestOf } from './kafka-flags.ts'

/** A run on disk where there is one of that name; else a topic, where there are brokers to ask. */
export const isTopic = (word: string, { brokers }: Pick<ServerFlagValues, 'brokers'>): boolean => !isKnownRun(word) && canAskBrokers(brokers)

/** What is replayed, and where in it. */
export interface Source {
  readonly source: string
  readonly from: readonly string[]
  readonly to: readonly string[]
}

interface Asked {
  readonly word: string
  readonly flags: ServerFlagValues & { readonly from?: readonly string[]; readonly to?: readonly string[]; readonly 'topic-prefix'?: string }
  readonly typed: ReadonlySet<string>
  readonly say: (line: string) => void
}

/** Records a topic, or the topics of a run: a recording does not move. */
export async function recordedSource({ word, flags, typed, say }: Asked): Promise<Source> {
  const { from = [], to = [] } = flags
  const { recordSource } = await import('../../runs/replay/topic-source.ts')
  const { kafka, allowedHosts } = serversRequestOf(flags, typed)
  const { dir, document, isRun } = await recordSource({ word, from, to, topicPrefix: flags['topic-prefix'], kafka, allowedHosts, onProgress: (records) => say(`recording: ${records.toLocaleString('en')} records`) })
  say(`recorded ${document.records.toLocaleString('en')} records into ${dir}`)
  // In a topic they were places of its own; all of what was recorded is replayed then.
  return { source: dir, ...(isRun ? { from, to } : { from: [], to: [] }) }
}
