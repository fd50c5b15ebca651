import type { Check } from './check.ts'
import type { ItemBook } from './ledger/books.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { PriceRead } from './record/price-read.ts'
import type { Row } from './record/decisions-line.ts'
import { Tally } from './tally.ts'

/** Time does not run backwards: published versions grow one by one, and no reader is shown an older one again. */
export const versionRegressions: Check = {
  summary: 'versions grow by one in the log and never fall before a reader',
  judges: 'reads',
  watch: (ledger) => new VersionWatch(ledger),
}

class VersionWatch {
  readonly tally = new Tally()
  readonly #ledger: Ledger
  // By reader, by index of the item: the newest version shown.
  readonly #shown = new Map<string, number[]>()

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  row(row: Row, { live }: ItemBook, offset: number): void {
    this.tally.checked++
    const problem = stepProblem(row, live)
    if (!problem) return
    const { sku, store, version } = row
    this.tally.violation({ place: this.#ledger.place(offset), problem, sku, store, before: live?.version ?? 0, version })
  }

  /** Only the cache promises it; the store may be asked for its promotion-free price at any time. */
  read({ place, reader, source, sku, store, version }: PriceRead, item: ItemBook | undefined): void {
    if (source !== 'cache' || !item) return
    this.tally.checked++
    const shown = this.#shownTo(reader)
    const before = shown[item.index] ?? 0
    if (version < before) this.tally.violation({ place, problem: 'the reader had seen a newer version', sku, store, before, version })
    else shown[item.index] = version
  }

  #shownTo(reader: string): number[] {
    let shown = this.#shown.get(reader)
    if (!shown) this.#shown.set(reader, (shown = []))
    return shown
  }
}

function stepProblem(row: Row, live: Row | undefined): string | undefined {
  const step = row.version - (live?.version ?? 0)
  if (step < 0) return 'the version fell'
  if (step > 1) return 'a version was left out'
  if (step === 1) return undefined
  return live && isSameValue(row, live) ? undefined : 'the value changed under the same version'
}

const isSameValue = (row: Row, live: Row): boolean =>
  row.priceMinor === live.priceMinor && row.floorMinor === live.floorMinor && row.costVersion === live.costVersion
