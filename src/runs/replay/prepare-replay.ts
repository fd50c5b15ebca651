import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { partitionDir, segmentsOf } from '../../adapters/embedded/segment-files.ts'
import { didYouMean } from '../../engine/kernel/nearest-word.ts'
import { UserError } from '../../engine/kernel/user-error.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { createRunFolder } from '../folders/create-run-folder.ts'
import { findRun } from '../folders/run-folders.ts'
import { refuseRunning } from '../folders/run-lock.ts'
import type { KafkaRequest } from '../open-kafka-target.ts'
import { GROUP_RULE, isGroup, storedPlaces } from './groups.ts'
import { parseOffset } from './offsets.ts'
import type { Speed } from './pacer.ts'
import { type Span, refuseUnknownTopic, spansOf } from './range.ts'
import { type FilterTerms, KNOWN_TYPES } from './record-filter.ts'
import { Recording } from './recording.ts'
import { INPUT_TOPICS } from './topic-place.ts'
import { type OtherRules, refuseChangedRules, refuseMissingRules, withRules } from './rules.ts'

/** As the flags have it. */
export interface ReplayRequest {
  readonly source: string
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly topics: readonly string[] | null
  readonly keys: readonly string[] | null
  readonly types: readonly string[] | null
  readonly speed: Speed
  readonly maxGapMs: number
  readonly isLoop: boolean
  readonly isCold: boolean
  readonly group: string | null
  /** A file with a policy, promotions, or both. */
  readonly rules: string | null
  readonly isDiff: boolean
  readonly against: string | null
  readonly out?: string
  readonly force: boolean
  /** Undefined: the embedded pipeline. */
  readonly kafka?: KafkaRequest
}

/** A replay that can begin: nothing that can be known beforehand stands in its way. */
export interface PreparedReplay {
  readonly request: ReplayRequest
  readonly recording: Recording
  readonly outDir: string
  /** As it is replayed. */
  readonly scenario: Scenario
  readonly promotionLines: OtherRules['promotionLines']
  readonly spans: readonly Span[]
  readonly filter: FilterTerms
  /** Whether it must come out as recorded; if not, why nothing can be said about that. */
  readonly isExact: boolean
  readonly otherwise: string | null
  /** Whether what stands before --from may be taken over from the recording, as far as its snapshots reach. */
  readonly takesOver: boolean
  /** The run whose prices and reasons it is held against; null: none. */
  readonly baselineDir: string | null
}

/** Which records of which recording. */
export type ChosenRecords = Pick<PreparedReplay, 'recording' | 'spans' | 'filter'>

export type RecordsRequest = Pick<ReplayRequest, 'source' | 'from' | 'to' | 'topics' | 'keys' | 'types' | 'group' | 'rules' | 'out' | 'force'>

/** Opens the recording, and finds the range in it. Nothing is written. */
export function chosenRecords(request: RecordsRequest): ChosenRecords {
  const { topics, types, keys, group } = request
  refuseUnknownNames(request)
  const from = request.from.map((text) => parseOffset(text, '--from'))
  const to = request.to.map((text) => parseOffset(text, '--to'))
  const recording = openSource(request)
  const ends = recording.partitions.map((partition) => recording.index(partition).last()?.nextOffset ?? 0)
  const stored = group === null ? undefined : storedPlaces(group, recording.id, ends)
  const spans = spansOf(recording, { from, to, topic: topics?.length === 1 ? topics[0] : null, stored })
  return { recording, spans, filter: { topics, keys, types } }
}

/** Checks everything, then makes the folder of the replay, which is the first thing that is written. */
export function prepareReplay(request: ReplayRequest): PreparedReplay {
  const { isCold, rules } = request
  refuseContradictions(request)
  const { recording, spans, filter } = chosenRecords(request)
  const { scenario, promotionLines } = rules === null ? { scenario: recording.scenario, promotionLines: null } : withRules(recording.scenario, rules)
  const otherwise = whyOtherwise(request, recording)
  const baselineDir = baselineOf(request, recording)
  const name = `replay-${scenario.name}`.slice(0, 64)
  const { dir: outDir } = createRunFolder({ scenario: name, out: request.out, force: request.force, bytesNeeded: bytesOf(recording) })
  // The faults are in the records; in a replay nothing is broken.
  const isExact = !otherwise && !isCold
  return { request, recording, outDir, scenario: { ...scenario, faults: [] }, promotionLines, spans, filter, isExact, otherwise, takesOver: isExact && baselineDir === null && request.kafka === undefined, baselineDir }
}

function openSource({ source, rules, out, force }: RecordsRequest): Recording {
  refuseTopic(source)
  const { dir } = findRun(source)
  refuseMissingRules(dir)
  const recording = Recording.open(dir)
  refuseRunning(dir)
  if (rules === null) refuseChangedRules(dir, recording.scenario)
  if (force && out !== undefined && resolve(out) === resolve(dir)) {
    throw mistake('own_target', '--out', out, '--out is the recording itself', 'a replay writes a run of its own', 'choose another folder')
  }
  return recording
}

/** Whatever of these is given, the decisions may differ from those recorded, and that proves nothing. */
function whyOtherwise({ rules, isCold, topics, keys, types }: ReplayRequest, { document }: Recording): string | null {
  if (document?.order === 'merged') return 'none are in this recording'
  if (rules !== null) return 'other rules'
  if (isCold) return 'a cold start'
  return topics || keys || types ? 'a part of the records' : null
}

function baselineOf({ isDiff, against }: ReplayRequest, recording: Recording): string | null {
  if (against === null) return isDiff ? recording.dir : null
  const { dir } = findRun(against)
  const { scenario } = Recording.open(dir)
  const mine = recording.scenario
  const isComparable = scenario.partitions === mine.partitions && scenario.seed === mine.seed && JSON.stringify(scenario.catalog) === JSON.stringify(mine.catalog)
  if (isComparable) return dir
  const rule = `a run of the same seed (${mine.seed}), catalogue and partitions: prices of other SKUs say nothing`
  throw mistake('not_comparable', '--against', against, `${against} and this recording have nothing in common`, rule, `name a replay of ${recording.id}, or a run with --seed ${mine.seed}`)
}

function refuseUnknownNames({ topics, types, group }: RecordsRequest): void {
  for (const topic of topics ?? []) refuseUnknownTopic(topic, { place: '--topic', text: topic })
  const unknown = types?.find((type) => !KNOWN_TYPES.includes(type))
  if (unknown !== undefined) throw mistake('unknown_type', '--type', unknown, `there is no type of event ${unknown}`, `one of ${KNOWN_TYPES.join(', ')}`, didYouMean(unknown, KNOWN_TYPES) || 'write for example sale')
  if (group !== null && !isGroup(group)) throw mistake('bad_group', '--group', group, `--group cannot be "${group}"`, GROUP_RULE, 'write for example incident-7')
}

export function refuseGapsAtFullSpeed({ speed, maxGapMs }: Pick<ReplayRequest, 'speed' | 'maxGapMs'>): void {
  if (speed === 'max' && maxGapMs !== Infinity) throw mistake('contradiction', '--max-gap', `${maxGapMs}ms`, '--max-gap means nothing at --speed max', 'there are no gaps at full speed', 'leave it out, or add --speed 1x')
}

/** What can be known of the request before its recording is there. */
export function refuseContradictions(request: ReplayRequest): void {
  const { topics, types, keys, group, isLoop, isDiff, against, isCold, from, rules, kafka } = request
  refuseGapsAtFullSpeed(request)
  if (isLoop && kafka) throw mistake('contradiction', '--loop', '--loop', '--loop means nothing on a cluster', 'each lap begins with empty topics, and those of the lap before are full', 'leave it out, or --target kafka')
  if (isLoop && group !== null) throw mistake('contradiction', '--loop', '--loop', '--loop and --group contradict each other', 'a group goes on, a loop begins again', 'leave one of them out')
  const isPart = topics !== null || types !== null || keys !== null || isCold
  if (isPart && (isDiff || against !== null)) throw mistake('contradiction', isDiff ? '--diff' : '--against', '', 'a part of the records cannot be held against all of them', 'both sides have the same records, from the same state', 'leave out --topic, --key, --type and --cold')
  if (isLoop && (isDiff || against !== null)) throw mistake('contradiction', '--loop', '--loop', '--loop and --diff contradict each other', 'one replay is held against one run', 'leave one of them out')
  if (isCold && from.length === 0 && group === null) throw mistake('contradiction', '--cold', '--cold', '--cold means nothing from the start', 'it skips the state before --from', 'add --from, or leave it out')
  if (rules !== null && !existsSync(rules)) throw new UserError({ code: 'no_rules_file', message: `there is no file ${rules}`, place: '--rules', value: rules, rule: 'a YAML or JSON file with policy, promotions, or both', fix: 'check its name', exitCode: 2 })
}

/** Where there are brokers to ask, a topic was recorded before. */
function refuseTopic(source: string): void {
  if (!INPUT_TOPICS.some((topic) => topic === source)) return
  throw mistake('no_cluster', '<run>', source, `${source} is a topic, and there is no cluster to look for it`, 'a topic is one of the stack that runs, or of the brokers that are named', 'start the stack with promo stack up, or name --brokers; of a run on disk, --topic replays one topic alone')
}

/** A replay writes about what it reads. */
function bytesOf({ dir, partitions }: Recording): number {
  const bytesIn = (partition: number) => segmentsOf(partitionDir(dir, partition)).reduce((sum, { path }) => sum + statSync(path).size, 0)
  return partitions.reduce((sum, partition) => sum + bytesIn(partition), 0)
}

function mistake(code: string, place: string, value: string, message: string, rule: string, fix: string): UserError {
  return new UserError({ code, message, place, value, rule, fix, exitCode: 2 })
}
