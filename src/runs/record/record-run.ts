import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../../adapters/files/write-whole.ts'
import { Board, BOARD_TOPIC } from '../../adapters/kafka/board.ts'
import type { KafkaClient } from '../../adapters/kafka/client.ts'
import { topicEnds, topicNames } from '../../adapters/kafka/topic-ends.ts'
import { ORDER_TOPIC } from '../../adapters/output-topics.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import type { Posting } from '../cluster/postings.ts'
import { UserError } from '../user-error.ts'
import { finishRecording } from './finish-recording.ts'
import { refuseTaken } from './new-recording-dir.ts'
import type { DroppedHeaders } from './public-headers.ts'
import { type PartitionAccount, recordPartition } from './record-partition.ts'
import type { RecordingDocument } from './recording-document.ts'
import { recordingScenario, rulesFor } from './recording-scenario.ts'

export interface RunTopicsRequest {
  readonly prefix: string
  readonly out: string
  readonly scenario?: string
  readonly source: string
  readonly onProgress: (records: number) => void
}

/**
 * Records all topics of a run in the order in which it took them, with what it decided. The run may go on meanwhile. A
 * partition is brought whole or not at all; those that an earlier attempt has brought stay.
 */
export async function recordRun(client: KafkaClient, request: RunTopicsRequest): Promise<RecordingDocument> {
  const { prefix, out, scenario } = request
  refuseTaken(out)
  const partitions = (await topicEnds(client, prefix + ORDER_TOPIC)).size
  const planned = await plannedScenario(client, prefix)
  const rules = planned ?? (await rulesFor(scenario))
  if (rules.partitions !== partitions) throw otherPartitions(prefix, partitions, rules)
  const aside = `${out}.part`
  mkdirSync(join(aside, 'done'), { recursive: true })
  const accounts: PartitionAccount[] = []
  for (let partition = 0; partition < partitions; partition++) {
    accounts.push(await accountOf(client, { prefix, partition, dir: aside }))
    request.onProgress(accounts.reduce((sum, { records }) => sum + records, 0))
  }
  rmSync(join(aside, 'done'), { recursive: true })
  const document = finish(aside, accounts, request, { rules, isNamed: planned !== undefined || scenario !== undefined })
  if (existsSync(out)) rmSync(out, { recursive: true })
  renameSync(aside, out)
  return document
}

async function accountOf(client: KafkaClient, place: { readonly prefix: string; readonly partition: number; readonly dir: string }): Promise<PartitionAccount> {
  const file = join(place.dir, 'done', `${place.partition}.json`)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as PartitionAccount
  const account = await recordPartition(client, place)
  writeWhole(file, JSON.stringify(account))
  return account
}

function finish(dir: string, accounts: readonly PartitionAccount[], { source }: RunTopicsRequest, { rules, isNamed }: { readonly rules: Scenario; readonly isNamed: boolean }): RecordingDocument {
  const startsAt = least(accounts.flatMap((account) => account.startsAt ?? []))
  const endsAt = least(accounts.flatMap((account) => account.endsAt ?? []).map((time) => -time))
  const span = { startsAt, endsAt: endsAt === null ? null : -endsAt, stores: [...new Set(accounts.flatMap(({ stores }) => stores))].sort() }
  return finishRecording(dir, recordingScenario(rules, isNamed, span), {
    order: 'recorded',
    source,
    ranges: accounts.flatMap(({ ranges }) => ranges).sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1)),
    records: accounts.reduce((sum, { records }) => sum + records, 0),
    startsAt: span.startsAt,
    endsAt: span.endsAt,
    droppedHeaders: added(accounts.map(({ droppedHeaders }) => droppedHeaders)),
    ends: accounts.map(({ end }) => end),
  })
}

const least = (times: readonly number[]): number | null => (times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b)))

function added(all: readonly DroppedHeaders[]): DroppedHeaders {
  const sums: DroppedHeaders = {}
  for (const [name, count] of all.flatMap((each) => Object.entries(each))) sums[name] = (sums[name] ?? 0) + count
  return sums
}

/** Workers of their own processes find the scenario on the board; so does whoever records them. */
async function plannedScenario(client: KafkaClient, prefix: string): Promise<Scenario | undefined> {
  if (!(await topicNames(client)).includes(prefix + BOARD_TOPIC)) return undefined
  const board = new Board<Posting>(client, prefix)
  await board.open()
  try {
    return (await board.readAll()).flatMap((posting) => (posting.kind === 'plan' ? [posting.plan.scenario] : [])).at(-1)
  } finally {
    await board.close()
  }
}

function otherPartitions(prefix: string, partitions: number, rules: Scenario): UserError {
  const message = `the run under ${prefix} has ${partitions} partitions, the scenario ${rules.name} has ${rules.partitions}`
  return new UserError({ code: 'other_partitions', message, place: '--scenario', value: rules.name, rule: 'a run is executed again under the scenario that it had', fix: 'name that scenario with --scenario', exitCode: 104 })
}
