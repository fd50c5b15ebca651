import { Audience } from './audience.ts'
import type { Counters, PartitionFindings } from './findings.ts'
import { Ledger } from './ledger/ledger.ts'
import { EMBEDDED, type Tolerance } from './ledger/tolerance.ts'
import type { Absence } from './record/absences.ts'
import { type Damage, RecordDamage } from './record/damage.ts'
import { type LogEnd, LogReader, type LogSource } from './record/log-reader.ts'
import { OutputReader } from './record/output-lines.ts'
import { ownedBy, priceReads, type ReadSource } from './record/price-read.ts'
import { standingPrices } from './record/standing-price.ts'
import { CHECKS } from './registry.ts'
import { BatchRetelling, type RetoldCounts } from './retell-batch.ts'
import { readTerms } from './scenario-terms.ts'

/** The record of one partition. */
export interface PartitionEvidence {
  readonly partition: number
  /** scenario.json, parsed. */
  readonly scenario: unknown
  readonly log: LogSource
  /** What the readers saw of all partitions; the partition picks its own SKUs. */
  readonly reads?: readonly ReadSource[]
  /** What cache and store held of the partition at the end; undefined where nobody wrote it down. */
  readonly prices?: Iterable<Uint8Array>
  /** Of workers, in any partition. */
  readonly absences?: readonly Absence[]
  /** The embedded target's, where nothing else is said. */
  readonly tolerance?: Tolerance
}

/** Reads one partition from its first byte to its last and tells every check. Damage ends the reading; it is a finding. */
export function inspectPartition({ partition, scenario, log, reads = [], prices = [], absences = [], tolerance = EMBEDDED }: PartitionEvidence): PartitionFindings {
  const terms = readTerms(scenario, absences.filter(({ partitions }) => partitions.includes(partition)))
  const inspection = new Inspection(new Ledger(partition, terms, tolerance))
  inspection.readLog(log)
  inspection.readReads(reads, ownedBy(partition, terms.partitions))
  inspection.readPrices(prices)
  return inspection.findings()
}

class Inspection {
  readonly #ledger: Ledger
  readonly #outputs: OutputReader
  readonly #audience: Audience
  readonly #counts: RetoldCounts = { inputs: { none: 0, decided: 0, deduplicated: 0, quarantined: 0, dead_lettered: 0 }, decisions: 0 }
  #batches = 0
  #folded = 0
  #end: LogEnd = { inFlight: [], voidLines: 0, tornBytes: 0 }
  #damage: readonly Damage[] = []
  #readDamage: readonly Damage[] = []
  #priceDamage: readonly Damage[] = []

  constructor(ledger: Ledger) {
    this.#ledger = ledger
    this.#outputs = new OutputReader(`log/${ledger.partition}`)
    this.#audience = new Audience(CHECKS, ledger)
  }

  readLog(source: LogSource): void {
    this.#damage = damageIn(() => {
      this.#end = this.#retell(source)
    })
    for (const text of this.#end.inFlight) this.#ledger.notice(text)
  }

  /** Reads are judged by the whole log; where that is damaged, nothing can be said of them. */
  readReads(sources: readonly ReadSource[], owns: (sku: string) => boolean): void {
    if (this.#damage.length > 0) return
    this.#readDamage = sources.flatMap((source) =>
      damageIn(() => {
        for (const read of priceReads(source, owns)) this.#audience.read(read, this.#ledger.find(read.sku, read.store))
      }),
    )
  }

  /** The last of a damaged log is not the last that was published. */
  readPrices(chunks: Iterable<Uint8Array>): void {
    if (this.#damage.length > 0) return
    this.#priceDamage = damageIn(() => {
      for (const price of standingPrices(`prices/${this.#ledger.partition}.jsonl`, chunks)) this.#audience.standing(price, this.#ledger.find(price.sku, price.store))
    })
  }

  findings(): PartitionFindings {
    return {
      partition: this.#ledger.partition,
      batches: this.#batches,
      counters: this.#counters(),
      alerts: this.#outputs.alerts,
      tallies: this.#audience.tallies(),
      seen: this.#ledger.ids.seen(),
      decisionsSha256: this.#outputs.sha256(),
      damage: this.#damage,
      readDamage: this.#readDamage,
      priceDamage: this.#priceDamage,
      voidLines: this.#end.voidLines,
      tornBytes: this.#end.tornBytes,
    }
  }

  #retell(source: LogSource): LogEnd {
    const batches = new LogReader(`log/${this.#ledger.partition}`).batches(source)
    let next = batches.next()
    for (; !next.done; next = batches.next()) {
      const outputs = this.#outputs.read(next.value.outputs)
      new BatchRetelling(next.value, outputs, this.#ledger, this.#audience, this.#counts).tell(outputs)
      this.#batches++
      this.#folded += next.value.order.folded
    }
    return next.value
  }

  #counters(): Counters {
    const { inputs, decisions } = this.#counts
    const inFlight = this.#end.inFlight.length
    const committed = Object.values(inputs).reduce((sum, count) => sum + count, 0)
    return {
      accepted: committed + inFlight,
      processed: inputs.decided + this.#folded,
      folded: this.#folded,
      deduplicated: inputs.deduplicated,
      quarantined: inputs.quarantined,
      deadLettered: inputs.dead_lettered,
      inFlight,
      decisions,
      explanations: this.#outputs.explanations,
      lateDuplicates: this.#ledger.lateDuplicates,
    }
  }
}

/** The damage that ended the reading, if any. */
function damageIn(read: () => void): Damage[] {
  try {
    read()
    return []
  } catch (error) {
    if (error instanceof RecordDamage) return [error.damage]
    throw error
  }
}
