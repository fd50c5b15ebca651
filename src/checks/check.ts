import type { ItemBook } from './ledger/books.ts'
import type { Input, JudgedBatch } from './ledger/input.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { SurplusOutcome } from './outcomes.ts'
import type { PriceRead } from './record/price-read.ts'
import type { Row } from './record/decisions-line.ts'
import type { StandingPrice } from './record/standing-price.ts'
import type { Tally, Tallied } from './tally.ts'
import type { Evidence, PartitionFindings } from './findings.ts'

/** One invariant: a file beside this one and a line in the registry. */
export interface Check {
  readonly summary: string
  /** It judges what the readers saw, or what stood at the end; damage there keeps it from finishing. */
  readonly judges?: 'reads' | 'prices'
  /** Looks at one partition. Absent where there is nothing to see in a log. */
  readonly watch?: (ledger: Ledger) => Watch
  /** Judges the whole run where that is more than the sum over its partitions. */
  readonly conclude?: (findings: readonly PartitionFindings[], evidence: Evidence) => Tallied
  /** What is missing, where the evidence is too little to pass. */
  readonly lacks?: (evidence: Evidence) => string | undefined
}

/**
 * Told everything in recorded order, after the ledger has taken it. In a batch: rows of its tick, then each input and,
 * where it was decided, the rows of its line; `batch` ends it. Reads come when the log is done, what stood at the end comes last.
 */
export interface Watch {
  readonly tally: Tally
  surplus?(surplus: SurplusOutcome): void
  input?(input: Input): void
  /** The copy that a dead letter keeps of its line. */
  deadLetter?(offset: number, isExact: boolean): void
  row?(row: Row, item: ItemBook, offset: number): void
  /** The input's decisions line is finished. */
  answered?(input: Input): void
  batch?(batch: JudgedBatch): void
  read?(read: PriceRead, item: ItemBook | undefined): void
  standing?(price: StandingPrice, item: ItemBook | undefined): void
}
