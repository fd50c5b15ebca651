import { passedNothing, type ReplayDocument, type ReplayFacts } from '../../runs/replay/conclude-replay.ts'
import { diffTables } from '../../reports/formats/diff-lines.ts'
import type { ReplayDiff } from '../../reports/digest/replay-diff.ts'
import { tableLines } from '../../ui/table.ts'

const CELL_MAX = 60

/** What a replay proved, under its summary. */
export function replayLines({ run, replay, diff }: ReplayDocument): readonly string[] {
  const { events, eventsPerSecond, of, laps } = replay
  const digest = run.decisionsSha256 === null ? [] : [`decisions ${run.decisionsSha256}`]
  const lines = ['', `replayed ${number(events)} events of ${of.id}, ${number(eventsPerSecond)} a second`, ...digest]
  const wholeLaps = laps.filter(({ isInterrupted }) => !isInterrupted).length
  return [...lines, ...(laps.length > 1 ? [`${number(wholeLaps)} whole laps`] : []), ...behindLines(replay), ...proofLines(replay), ...takenOverLines(replay, run.runDir), ...(diff ? diffLines(diff, run.runDir) : [])]
}

function diffLines(diff: ReplayDiff, runDir: string | null): readonly string[] {
  const tables = diffTables(diff).flatMap(({ title, columns, rows }) => ['', title, ...tableLines(columns, rows).map((line) => `  ${line}`)])
  return [...tables, '', `${runDir}/diff.html shows the movers, ${runDir}/diff.json has all of it`]
}

/** A tenth of a second is what nobody sees. */
function behindLines({ lateMsMax, speed }: ReplayFacts): readonly string[] {
  return lateMsMax > 100 ? [`not at ${speed}: it came up to ${number(lateMsMax)} ms behind`] : []
}

function proofLines(facts: ReplayFacts): readonly string[] {
  const { identical, otherwise, compared, difference, isShort, of } = facts
  if (passedNothing(facts)) return [`no record of the traffic passed ${filterOf(facts.filter)}: only the catalogue and the rules were replayed, and nothing is known of the rest`]
  if (identical === null) return [`not held against the recorded decisions: ${otherwise ?? 'a cold start'}`]
  if (isShort) return [`not whole: what stands in the log is as recorded, but ${of.id} had the digest ${of.decisionsSha256}; records are missing at its end`]
  if (!difference) return [`as recorded: ${number(compared)} decision lines are the same, byte for byte`]
  const rows = difference.fields.map((row) => row.map(cut))
  return ['not as recorded; the first decision that differs:', `  ${difference.place}`, `  ${difference.decisionId ?? 'no decision at all'}`, '', ...tableLines(['FIELD', 'RECORDED', 'REPLAYED'], rows).map((line) => `  ${line}`)]
}

/** As it was written. */
function filterOf({ topics, keys, types }: ReplayFacts['filter']): string {
  const terms: readonly (readonly [string, readonly string[] | null])[] = [['--topic', topics], ['--key', keys], ['--type', types]]
  return terms.flatMap(([flag, words]) => (words ?? []).map((word) => `${flag} ${word}`)).join(' ')
}

/** What was not decided again is not proved by this replay. */
function takenOverLines({ beganAt, of }: ReplayFacts, runDir: string | null): readonly string[] {
  const records = beganAt.reduce((sum, offset) => sum + offset, 0)
  if (records === 0) return []
  return [`decided from the nearest snapshots of ${of.id}; the ${number(records)} records before them are taken over as they stand there:`, `  promo verify ${runDir ?? ''} executes and judges all of it`]
}

const cut = (text: string): string => (text.length > CELL_MAX ? `${text.slice(0, CELL_MAX - 1)}…` : text)
export const number = (value: number): string => value.toLocaleString('en')
