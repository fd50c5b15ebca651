import type { Absence } from './record/absences.ts'
import { behindLeaps, type FaultSpan, readFault } from './scenario-faults.ts'

/** What the checks take from scenario.json; everything else in it is the pipeline's business. */
export interface ScenarioTerms {
  readonly partitions: number
  /** In the order in which `sku_seeded` lists their stock. */
  readonly stores: readonly string[]
  readonly floorMarginBps: number
  readonly dedupeWindowMs: number
  readonly foldAfterMs: number
  /** Prices end in `endMinor` modulo `everyMinor`, chosen upwards. */
  readonly ending: { readonly everyMinor: number; readonly endMinor: number }
  /** When traffic began, epoch ms; without one, no time of a fault is known. */
  readonly startsAt: number | null
  readonly durationMs: number
  /** Planned, and what happened besides. */
  readonly faults: readonly FaultSpan[]
}

/** A scenario that the checks cannot judge by; `field` is its place in the file. */
export class ScenarioUnusable extends Error {
  readonly field: string
  readonly value: unknown
  readonly rule: string

  constructor(field: string, value: unknown, rule: string) {
    super(`${field} is ${JSON.stringify(value)}: ${rule}`)
    this.name = 'ScenarioUnusable'
    this.field = field
    this.value = value
    this.rule = rule
  }
}

type Fields = Readonly<Record<string, unknown>>

/** Policy values that are left out have the documented defaults. `absences` are those of the partition that is judged. */
export function readTerms(scenario: unknown, absences: readonly Absence[] = []): ScenarioTerms {
  const { schemaVersion, partitions, catalog, policy = {} } = fields('the scenario', scenario)
  if (schemaVersion !== 1) throw new ScenarioUnusable('schemaVersion', schemaVersion, 'version 1 is the one that is known')
  const { stores } = fields('catalog', catalog)
  if (!Array.isArray(stores)) throw new ScenarioUnusable('catalog.stores', stores, 'a list of store names')
  const { floorMarginBps, dedupeWindowMs, foldAfterMs, ending = ANY_ENDING } = fields('policy', policy)
  const { everyMinor, endMinor } = fields('policy.ending', ending)
  return {
    partitions: whole('partitions', partitions, 1, 100_000),
    stores: stores as string[],
    floorMarginBps: whole('policy.floorMarginBps', floorMarginBps ?? 3_000, 0, 9_999),
    dedupeWindowMs: whole('policy.dedupeWindowMs', dedupeWindowMs ?? 60_000, 0),
    foldAfterMs: whole('policy.foldAfterMs', foldAfterMs ?? 250, 0),
    ending: { everyMinor: whole('policy.ending.everyMinor', everyMinor, 1), endMinor: whole('policy.ending.endMinor', endMinor, 0) },
    ...readTimeline(scenario as Fields, absences),
  }
}

const ANY_ENDING = { everyMinor: 1, endMinor: 0 }

/** A fault that is not understood would excuse nothing, and everything it did would be held against the pipeline. */
function readTimeline({ startsAt = null, durationMs = 0, faults = [] }: Fields, absences: readonly Absence[]): Pick<ScenarioTerms, 'startsAt' | 'durationMs' | 'faults'> {
  if (!Array.isArray(faults)) throw new ScenarioUnusable('faults', faults, 'a list of faults')
  const begin = startsAt === null ? null : whole('startsAt', startsAt, 0)
  const length = whole('durationMs', durationMs, 0)
  const spans = faults.map((text: unknown) => {
    const span = typeof text === 'string' ? readFault(text, begin ?? 0, length) : undefined
    return span ?? refuse('faults', text, 'target:kind[,attribute=value…][@start[+duration]][~probability]')
  })
  return { startsAt: begin, durationMs: length, faults: begin === null ? [] : behindLeaps([...spans, ...absences.map(spanOf)]) }
}

const spanOf = ({ from, until }: Absence): FaultSpan => ({ text: 'a worker vanished', target: 'worker', kind: 'vanished', from, until: until ?? Infinity })

function refuse(field: string, value: unknown, rule: string): never {
  throw new ScenarioUnusable(field, value, rule)
}

function fields(name: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new ScenarioUnusable(name, value, 'an object')
}

function whole(field: string, value: unknown, from: number, to = Number.MAX_SAFE_INTEGER): number {
  if (Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to) return value as number
  throw new ScenarioUnusable(field, value, `a whole number from ${from} to ${to}`)
}
