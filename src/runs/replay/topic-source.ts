import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { topicNames } from '../../adapters/kafka/topic-ends.ts'
import { INPUT_TOPICS } from '../../adapters/kafka/topics.ts'
import { ORDER_TOPIC } from '../../adapters/output-topics.ts'
import { didYouMean } from '../../engine/kernel/nearest-word.ts'
import { UserError } from '../../engine/kernel/user-error.ts'
import { homeDir } from '../folders/home.ts'
import { newRunId } from '../folders/run-id.ts'
import { runFolders } from '../folders/run-folders.ts'
import { record } from '../record.ts'
import { type BrokersRequest, reachBrokers } from '../record/reach-kafka.ts'
import type { RecordingDocument } from '../record/recording-document.ts'
import { parseOffset, type WrittenOffset } from './offsets.ts'

export interface TopicSourceRequest extends BrokersRequest {
  /** A topic, or the prefix of a run's topics. */
  readonly word: string
  /** Before the word, if anything. */
  readonly topicPrefix?: string
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly onProgress: (records: number) => void
}

export interface TopicSource {
  readonly dir: string
  readonly document: RecordingDocument
  /** A whole run: then --from and --to are places in its recording; else they were places in the topic. */
  readonly isRun: boolean
}

/** Without them nothing has a price: they come along with every topic of a run. */
const SETTINGS = ['catalog', 'promo_rules']

/** Records a live topic, or all topics of a run, into a recording of its own under the home folder: what is replayed does not move. */
export async function recordSource({ word, topicPrefix = '', from, to, onProgress, ...servers }: TopicSourceRequest): Promise<TopicSource> {
  const name = topicPrefix + word
  const [begins, ends] = [from.map((text) => parseOffset(text, '--from')), to.map((text) => parseOffset(text, '--to'))]
  const { client } = await reachBrokers(servers)
  const there = await topicNames(client)
  const isRun = !there.includes(name) && there.includes(name + ORDER_TOPIC)
  if (!isRun && !there.includes(name)) throw unknownSource(name, there)
  const out = join(homeDir(), 'recordings', newRunId(slugOf(name)))
  const wish = isRun ? { topics: [], topicPrefix: name, from: [], to: [] } : { topics: [...settingsOf(name, there), name], from: begins.map((each) => about(name, each)), to: ends.map((each) => about(name, each)) }
  try {
    return { dir: out, document: await record({ ...servers, ...wish, out, onProgress }), isRun }
  } catch (error) {
    // Nobody would go on with it: the next one has another name.
    rmSync(`${out}.part`, { recursive: true, force: true })
    throw error
  }
}

/** Only where the topic is one of a run's: those of others have names of their own. */
function settingsOf(name: string, there: readonly string[]): readonly string[] {
  const own = INPUT_TOPICS.find((topic) => name.endsWith(topic))
  if (own === undefined) return []
  const prefix = name.slice(0, -own.length)
  return SETTINGS.map((topic) => prefix + topic).filter((topic) => topic !== name && there.includes(topic))
}

/** A place that names no topic is one of the topic that is replayed. */
const about = (name: string, written: WrittenOffset): WrittenOffset => ({ ...written, topic: written.topic ?? name })

const slugOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '').slice(0, 48) || 'topic'

function unknownSource(value: string, there: readonly string[]): UserError {
  const words = ['last', ...runFolders().map(({ id }) => id), ...there.filter((name) => !name.startsWith('__'))]
  const rule = 'a run (its id, last, or a path), a topic that is there, or the prefix of a run’s topics'
  return new UserError({ code: 'unknown_source', message: `there is no run ${value}, and no topic of that name`, place: '<run>', value, rule, fix: didYouMean(value, words) || 'see promo runs', exitCode: 104 })
}
