import { UserError } from '../../engine/kernel/user-error.ts'
import { explain } from '../explain.ts'
import type { PreparedReplay } from './prepare-replay.ts'
import type { Difference } from './replay-setting.ts'
import type { Lap } from './lap.ts'

/** The first decision that came out otherwise, with what is known of both. */
export interface LocatedDifference {
  /** Partition, batch and offset in the recording. */
  readonly place: string
  readonly partition: number
  readonly batch: number
  /** Of the record that caused it; null: the work of a tick. */
  readonly offset: number | null
  readonly now: number
  readonly decisionId: string | null
  /** What differs: name, as recorded, as replayed. */
  readonly fields: readonly (readonly [name: string, recorded: string, replayed: string])[]
  /** The lines of the log, in full. */
  readonly recorded: string | null
  readonly replayed: string | null
}

type Facts = Readonly<Record<string, unknown>>

const FIELDS_MAX = 40
const ROW = ['sku', 'priceMinor', 'discountBps', 'marginBps', 'floorMinor', 'costVersion', 'reason'] as const

/** Of all partitions, the earliest; null where nothing differs. */
export async function firstDifference({ outDir }: PreparedReplay, { partitions }: Lap): Promise<LocatedDifference | null> {
  const differences = partitions.flatMap(({ difference }) => difference ?? [])
  const first = differences.toSorted((a, b) => a.now - b.now || a.partition - b.partition)[0]
  return first === undefined ? null : located(first, outDir)
}

async function located(difference: Difference, outDir: string): Promise<LocatedDifference> {
  const { partition, batch, now, recorded, replayed, explanations } = difference
  const [before, after] = [decisionsOf(recorded, partition), decisionsOf(replayed, partition)]
  const ids = [...new Set([...before.keys(), ...after.keys()])]
  const decisionId = ids.find((id) => JSON.stringify(before.get(id)) !== JSON.stringify(after.get(id))) ?? ids[0] ?? null
  const recordedFacts = { ...before.get(decisionId ?? ''), ...explanationOf(explanations, decisionId) }
  const replayedFacts = { ...after.get(decisionId ?? ''), ...(decisionId === null ? {} : await explained(outDir, decisionId)) }
  const cause = causeOf(recorded ?? replayed)
  const offset = typeof cause === 'number' ? cause : null
  const place = `log/${partition} batch ${batch} ${offset === null ? `cause ${cause ?? 'unknown'}` : `offset ${offset}`}`
  return { place, partition, batch, offset, now, decisionId, fields: differing(recordedFacts, replayedFacts), recorded, replayed }
}

/** A line's decisions by their ids, one a store. A damaged line has none: then the lines themselves are what is known. */
function decisionsOf(line: string | null, partition: number): ReadonlyMap<string, Facts> {
  const { cause, rules, decisions = [], explanation } = parsed(line) as { cause?: unknown; rules?: number; decisions?: readonly (readonly unknown[])[]; explanation?: Facts }
  if (explanation) return new Map([[String(explanation.decisionId), flat(explanation)]])
  const entries = decisions.flatMap((row) => {
    const facts = Object.fromEntries(ROW.map((name, index) => [name, row[index]]))
    const stores = Array.isArray(row[7]) ? (row[7] as readonly (readonly unknown[])[]) : []
    return stores.map(([store, version, events, onHand]) => [`${partition}:${String(cause)}:${String(row[0])}:${String(store)}:r${rules}`, { ...facts, version, events, onHand }] as const)
  })
  return new Map(entries)
}

const causeOf = (line: string | null): unknown => {
  const { cause, explanation } = parsed(line) as { cause?: unknown; explanation?: { source?: { seq?: unknown } } }
  return cause ?? explanation?.source?.seq
}

function explanationOf(lines: readonly string[], decisionId: string | null): Facts {
  const found = lines.map((line) => (parsed(line) as { explanation?: Facts }).explanation).find((explanation) => explanation?.decisionId === decisionId)
  return found ? flat(found) : {}
}

/** By executing the replay's own log once more; nothing where that does not know the decision. */
async function explained(runDir: string, decisionId: string): Promise<Facts> {
  try {
    const { explanation } = await explain({ runDir, query: decisionId })
    return flat((explanation as { explanation: Facts }).explanation)
  } catch (error) {
    if (error instanceof UserError) return {}
    throw error
  }
}

/** Only what both could know: a field that one side has no words for is no difference of the decision. */
function differing(recorded: Facts, replayed: Facts): LocatedDifference['fields'] {
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(replayed)])]
  const isKnown = (facts: Facts, name: string) => Object.hasOwn(facts, name) || Object.hasOwn(facts, 'decisionId')
  return names
    .filter((name) => isKnown(recorded, name) && isKnown(replayed, name) && JSON.stringify(recorded[name]) !== JSON.stringify(replayed[name]))
    .slice(0, FIELDS_MAX)
    .map((name) => [name, written(recorded[name]), written(replayed[name])])
}

const written = (value: unknown): string => (value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value))

/** `inputs.costMinor` and so on; lists stay whole. */
function flat(facts: Facts, prefix = ''): Facts {
  const entries = Object.entries(facts).flatMap(([name, value]) => {
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isNested ? Object.entries(flat(value as Facts, `${prefix}${name}.`)) : [[`${prefix}${name}`, value] as [string, unknown]]
  })
  return Object.fromEntries(entries)
}

function parsed(line: string | null): Facts {
  try {
    return (JSON.parse(line ?? '{}') ?? {}) as Facts
  } catch {
    return {}
  }
}
