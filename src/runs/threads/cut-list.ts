import type { Bolt, BoltState, BoltWrapper } from '../../engine/kernel/bolt.ts'
import type { Tuple } from '../../engine/pricing/tuple.ts'
import type { CutView } from '../progress.ts'

const ENTRIES_MAX = 20

/**
 * The SKUs whose discount the guard cut most, a short list. Nearly every decision is turned away by one comparison; an
 * entry is made only for one that belongs in it. What is executed again after a crash is seen again, and changes nothing.
 */
export class CutList {
  readonly #entries: CutView[] = []
  #leastMinor = 0

  get entries(): readonly CutView[] {
    return this.#entries
  }

  see(tuple: Tuple): void {
    const { decision } = tuple
    const cutMinor = decision.priceMinor - decision.askedMinor
    if (cutMinor <= this.#leastMinor) return
    const known = this.#entries.findIndex(({ sku }) => sku === tuple.price.sku)
    if (known >= 0 && this.#entries[known].cutMinor >= cutMinor) return
    if (known >= 0) this.#entries.splice(known, 1)
    this.#add(cutOf(tuple, cutMinor))
  }

  #add(cut: CutView): void {
    const at = this.#entries.findIndex(({ cutMinor }) => cutMinor < cut.cutMinor)
    this.#entries.splice(at < 0 ? this.#entries.length : at, 0, cut)
    this.#entries.length = Math.min(this.#entries.length, ENTRIES_MAX)
    if (this.#entries.length === ENTRIES_MAX) this.#leastMinor = this.#entries[ENTRIES_MAX - 1].cutMinor
  }
}

/** Looks at what leaves the last bolt; the bolts know nothing of it. */
export function watchCuts(cuts: CutList): BoltWrapper {
  return <State extends BoltState, Any>(bolt: Bolt<State, Any>): Bolt<State, Any> => {
    const { assess } = bolt
    if (bolt.name !== 'publish' || !assess) return bolt
    return {
      ...bolt,
      assess(state, tuple, now) {
        assess(state, tuple, now)
        const decided = tuple as Tuple
        if (isCut(decided)) cuts.see(decided)
      },
    }
  }
}

const isCut = ({ decision: { guard } }: Tuple): boolean => guard === 'reduced' || guard === 'dropped' || guard === 'held'

function cutOf({ price, storeName, decision }: Tuple, cutMinor: number): CutView {
  const { askedMinor, discountBps, priceMinor, marginBps, reason } = decision
  const askedBps = Math.round(((price.baseMinor - askedMinor) * 10_000) / price.baseMinor)
  return { sku: price.sku, store: storeName, askedBps, givenBps: discountBps, cutMinor, priceMinor, currency: price.currency, marginBps, reason }
}

/** The lists of several threads as one; a SKU belongs to one thread. */
export function mergeCuts(lists: readonly (readonly CutView[])[]): readonly CutView[] {
  return lists.flat().toSorted((a, b) => b.cutMinor - a.cutMinor).slice(0, ENTRIES_MAX)
}
