import type { Bolt, BoltState, BoltWrapper } from '../../engine/kernel/bolt.ts'
import type { Tuple } from '../../engine/pricing/tuple.ts'
import type { RunDigest } from '../../reports/digest/run-digest.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { ChangeDigest } from './change-digest.ts'
import { MarginDigest } from './margin-digest.ts'
import { StockDigest } from './stock-digest.ts'

/** Looks on while a partition's log is executed again, and keeps what a report shows. Seeding the catalogue is not traffic. */
export class PartitionDigest {
  readonly #startsAt: number
  readonly #processed: number[] = []
  readonly #margins = new MarginDigest()
  readonly #changes = new ChangeDigest()
  readonly #stock: StockDigest

  constructor({ startsAt, durationMs }: Scenario) {
    this.#startsAt = startsAt
    this.#stock = new StockDigest(startsAt, durationMs)
  }

  /** Around the last bolt, which knows what was asked for and what was decided. */
  readonly wrap: BoltWrapper = <State extends BoltState, Any>(bolt: Bolt<State, Any>): Bolt<State, Any> => {
    if (bolt.name !== 'publish') return bolt
    return {
      ...bolt,
      fold: (state, tuple, now) => {
        this.#stock.folded(tuple as unknown as Tuple)
        return bolt.fold!(state, tuple, now)
      },
      assess: (state, tuple, now) => {
        bolt.assess!(state, tuple, now)
        this.#decided(tuple as unknown as Tuple, now)
      },
    }
  }

  /** A batch has been executed. */
  executed(lines: readonly string[], records: readonly string[], firstOffset: number, now: number): void {
    if (now <= this.#startsAt) return
    this.#changes.said(lines, records, firstOffset)
    if (records.length === 0) return
    const second = Math.floor((now - this.#startsAt) / 1000)
    while (this.#processed.length <= second) this.#processed.push(0)
    this.#processed[second] += records.length
  }

  result(): RunDigest {
    const { prevented } = this.#margins
    const { skusChanged, skusCut } = this.#changes
    const { skusSold } = this.#stock
    const changes = this.#changes.changes(this.#stock.names())
    return { processed: this.#processed, margins: this.#margins.counts(), prevented, skusChanged, skusCut, changes, skusSold, sellers: this.#stock.sellers() }
  }

  #decided(tuple: Tuple, now: number): void {
    this.#stock.decided(tuple, now)
    if (now > this.#startsAt) this.#margins.decided(tuple)
  }
}
