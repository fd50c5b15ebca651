import type { PublishedPrice } from './ports.ts'

/** `decided` and `costs` are `receivedAt` times; `marginsBps` are the margins of all decided prices. */
const emptySamples = () => ({ decided: [] as number[], costs: [] as number[], marginsBps: [] as number[] })

/** Everything one batch says. Lines are complete JSON texts; docs/log-format.md lists them. */
export class Outputs {
  lines: string[] = []
  published: PublishedPrice[] = []
  counts = new Map<string, number>()
  samples = emptySamples()
  folded = 0
  deduplicated: number[] = []
  quarantined: number[] = []
  // Finished decisions of the line that is open, the one that is being put together, and how it will end.
  #rows = ''
  #head = ''
  #tail = ''
  #rowCount = 0
  // Lines that belong behind the decisions line of the same cause.
  #behind: string[] = []

  count(name: string, by = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + by)
  }

  /**
   * One compact decision in JSON: `head` is what it decided, `store` for whom, `tail` what ends it. Stores of a SKU for
   * which the same was decided one after another share one row.
   */
  row(head: string, store: string, tail: string): void {
    this.#rowCount++
    if (head === this.#head && tail === this.#tail) {
      this.#rows += `,${store}`
      return
    }
    this.#rows += `${this.#head === '' ? '' : `${this.#tail},`}${head}${store}`
    this.#head = head
    this.#tail = tail
  }

  /** A line that follows the decisions line. */
  after(line: string): void {
    this.#behind.push(line)
  }

  /** Closes what `cause` has decided. An event is answered even where it decided nothing. */
  decided(cause: number | string, rules: number): void {
    const quoted = typeof cause === 'number' ? cause : `"${cause}"`
    this.lines.push(`{"topic":"pricing_decisions","cause":${quoted},"rules":${rules},"decisions":[${this.#rows}${this.#tail}]}`)
    this.count('decisions', this.#rowCount)
    this.#forgetRows()
    if (this.#behind.length === 0) return
    this.lines.push(...this.#behind)
    this.#behind.length = 0
  }

  get hasRows(): boolean {
    return this.#rowCount > 0
  }

  alert(cause: number | string, type: string, severity: 'warning' | 'critical', sku: string, store: string | undefined, data: object): void {
    this.after(JSON.stringify({ topic: 'alerts', cause, type, severity, sku, store, data }))
  }

  /** Fields of the order record that batches rarely need. */
  extra(): string {
    const list = (name: string, offsets: number[]) => (offsets.length ? `,"${name}":[${offsets.join(',')}]` : '')
    return `${this.folded > 0 ? `,"folded":${this.folded}` : ''}${list('deduplicated', this.deduplicated)}${list('quarantined', this.quarantined)}`
  }

  clear(): void {
    this.lines = []
    this.published = []
    this.counts = new Map()
    this.samples = emptySamples()
    this.folded = 0
    this.deduplicated = []
    this.quarantined = []
    this.#behind.length = 0
    this.#forgetRows()
  }

  #forgetRows(): void {
    this.#rows = this.#head = this.#tail = ''
    this.#rowCount = 0
  }

  /** For causes that decide nothing but have something to say: a quarantined cost and its alert. */
  flush(): void {
    this.lines.push(...this.#behind)
    this.#behind.length = 0
  }
}
