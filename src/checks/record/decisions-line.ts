import type { OutputLine } from './log-reader.ts'
import { detached } from './logged-event.ts'

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

const WHOLE = '(?:0|[1-9]\\d*)'
const NAME = String.raw`"([^"\\\x00-\x1f]*)"`

/** What most lines say: one store's price, decided for one input. Read from its places, which takes half of JSON.parse. */
const ONE_DECISION = new RegExp(
  `^\\{"topic":"pricing_decisions","cause":(${WHOLE}),"rules":${WHOLE},"decisions":\\[\\[${NAME},(null|${WHOLE}),-?${WHOLE},(?:null|-?${WHOLE}),(null|${WHOLE}),(${WHOLE}),${NAME},` +
    `\\[\\[${NAME},(${WHOLE}),(${WHOLE}),(${WHOLE})\\]\\](?:,(${WHOLE}))?\\]\\]\\}$`,
)

/** Reads the lines that hold one decision. */
export class SingleDecisions {
  readonly #names = new Map<string, string>()

  /** Undefined for any other line. */
  read({ text, offset }: OutputLine): DecisionsLine | undefined {
    const one = ONE_DECISION.exec(text)
    return one ? { offset, cause: Number(one[1]), rows: [this.#row(one)] } : undefined
  }

  #row([, , sku, priceMinor, floorMinor, costVersion, reason, store, version, events, onHand, worstUnitMinor = 'null']: RegExpExecArray): Row {
    return {
      sku: this.#own(sku),
      store: this.#own(store),
      priceMinor: amount(priceMinor),
      version: Number(version),
      floorMinor: amount(floorMinor),
      costVersion: Number(costVersion),
      reason: this.#own(reason),
      events: Number(events),
      onHand: Number(onHand),
      worstUnitMinor: amount(worstUnitMinor),
    }
  }

  /** Rows are remembered, and must not keep in memory what their texts were cut from. */
  #own(text: string): string {
    let name = this.#names.get(text)
    if (name === undefined) {
      name = detached(text)
      this.#names.set(name, name)
    }
    return name
  }
}

const amount = (text: string): number | null => (text === 'null' ? null : Number(text))

/** All rows of a line, each store as a decision of its own; undefined where they are no rows. */
export function rowsOf(decisions: unknown): readonly Row[] | undefined {
  const rows: Row[] = []
  return Array.isArray(decisions) && decisions.every((cells) => addRows(rows, cells)) ? rows : undefined
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
