import { createHash, type Hash } from 'node:crypto'
import { RecordDamage } from './damage.ts'
import type { LoggedBatch } from './log-reader.ts'

/** One decision about one item. Neighbouring stores for which the same was decided share a row of the log. */
export interface Row {
  readonly sku: string
  readonly store: string
  /** Null: unavailable. */
  readonly priceMinor: number | null
  readonly version: number
  /** Null: no price clears the floor. */
  readonly floorMinor: number | null
  readonly costVersion: number
  readonly reason: string
  readonly events: number
  readonly onHand: number
  /** The unit price at the worst admissible quantity; null where that is no lower. */
  readonly worstUnitMinor: number | null
}

/** An input's offset, or `t<batch>` for the work of a tick. */
export type Cause = number | string

export interface DecisionsLine {
  readonly offset: number
  readonly cause: Cause
  readonly rows: readonly Row[]
}

export interface PriceUpdate {
  readonly offset: number
  readonly sku: string
  readonly store: string
  readonly version: number
  readonly priceMinor: number | null
  /** The promotion that made the price, if one did. */
  readonly promotion?: string
  readonly validUntil: number
}

export interface DeadLetter {
  readonly cause: number
  readonly record: string
}

/** What one batch said. */
export interface BatchOutputs {
  readonly decisions: readonly DecisionsLine[]
  readonly updates: readonly PriceUpdate[]
  readonly deadLetters: readonly DeadLetter[]
}

/** Reads output lines, only as far as a check needs them, and digests the decisions of a partition. */
export class OutputReader {
  explanations = 0
  readonly alerts: Record<string, number> = {}
  readonly #name: string
  readonly #hash: Hash = createHash('sha256')

  constructor(name: string) {
    this.#name = name
  }

  read(batch: LoggedBatch): BatchOutputs {
    const decisions: DecisionsLine[] = []
    const updates: PriceUpdate[] = []
    const deadLetters: DeadLetter[] = []
    for (let line = batch.order.inputs; line < batch.lines; line++) {
      const kind = batch.kind(line)
      if (kind === 'decisions') decisions.push(this.#decisions(batch, line))
      else if (kind === 'explanation') this.explanations++
      else if (kind === 'price_update') updates.push({ ...this.#parse<PriceUpdate>(batch, line), offset: batch.firstOffset + line })
      else if (kind === 'dead_letter') deadLetters.push(this.#parse<DeadLetter>(batch, line))
      else if (kind === 'alert') this.#countAlert(this.#parse<{ type: string }>(batch, line).type)
    }
    this.#digest(batch)
    return { decisions, updates, deadLetters }
  }

  /** SHA-256 over every committed decisions line so far. */
  sha256(): string {
    return this.#hash.copy().digest('hex')
  }

  /** Decisions lines mostly stand in a row, so they are hashed in stretches: one call for each would cost more than the hash. */
  #digest(batch: LoggedBatch): void {
    let from = batch.order.inputs
    for (let line = from; line <= batch.lines; line++) {
      const kind = batch.kind(line)
      if (kind === 'decisions' || kind === 'explanation') continue
      if (line > from) this.#hash.update(batch.bytes(from, line))
      from = line + 1
    }
  }

  #decisions(batch: LoggedBatch, line: number): DecisionsLine {
    const { cause, decisions } = this.#parse<{ cause: Cause; decisions: unknown }>(batch, line)
    const rows: Row[] = []
    const isWhole = Array.isArray(decisions) && decisions.every((cells) => addRows(rows, cells))
    if (!isWhole) return this.#damage(batch, line, 'a decisions line holds rows of [sku, priceMinor, …, [[store, version, events, onHand], …]]')
    return { offset: batch.firstOffset + line, cause, rows }
  }

  #countAlert(type: string): void {
    this.alerts[type] = (this.alerts[type] ?? 0) + 1
  }

  #parse<Line>(batch: LoggedBatch, line: number): Line {
    try {
      return JSON.parse(batch.text(line)) as Line
    } catch {
      return this.#damage(batch, line, 'an output line is JSON')
    }
  }

  #damage(batch: LoggedBatch, line: number, rule: string): never {
    throw new RecordDamage(`${this.#name} offset ${batch.firstOffset + line}`, batch.text(line), rule)
  }
}

/** Spreads a row over its stores. False where the cells are no row. */
function addRows(rows: Row[], cells: unknown): boolean {
  if (!Array.isArray(cells)) return false
  const [sku, priceMinor, , , floorMinor, costVersion, reason, stores, worstUnitMinor = null] = cells as unknown[]
  const isDecided = typeof sku === 'string' && isAmount(priceMinor) && isAmount(floorMinor) && isAmount(worstUnitMinor) && typeof costVersion === 'number'
  if (!isDecided || typeof reason !== 'string' || !Array.isArray(stores)) return false
  for (const place of stores as unknown[]) {
    if (!isStorePlace(place)) return false
    rows.push({ sku, store: place[0], priceMinor, version: place[1], floorMinor, costVersion, reason, events: place[2], onHand: place[3], worstUnitMinor })
  }
  return true
}

/** By index: destructuring walks an iterator, and a run has two of these for every input. */
function isStorePlace(place: unknown): place is [store: string, version: number, events: number, onHand: number] {
  return Array.isArray(place) && typeof place[0] === 'string' && typeof place[1] === 'number' && typeof place[2] === 'number' && typeof place[3] === 'number'
}

const isAmount = (value: unknown): value is number | null => value === null || typeof value === 'number'
