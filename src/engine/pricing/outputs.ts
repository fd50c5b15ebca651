import type { PublishedPrice } from './ports.ts'

/** Everything one batch says. Lines are complete JSON texts; docs/log-format.md lists them. */
export class Outputs {
  lines: string[] = []
  published: PublishedPrice[] = []
  counts: Record<string, number> = {}
  decidedReceivedAt: number[] = []
  folded = 0
  deduplicated: number[] = []
  quarantined: number[] = []
  #rows: string[] = []
  // Lines that belong behind the decisions line of the same cause.
  #behind: string[] = []

  count(name: string, by = 1): void {
    this.counts[name] = (this.counts[name] ?? 0) + by
  }

  /** One compact decision, as a JSON array. */
  row(row: string): void {
    this.#rows.push(row)
  }

  /** A line that follows the decisions line. */
  after(line: string): void {
    this.#behind.push(line)
  }

  /** Closes what `cause` has decided. An event is answered even where it decided nothing. */
  decided(cause: number | string, rules: number): void {
    const quoted = typeof cause === 'number' ? cause : `"${cause}"`
    this.lines.push(`{"topic":"pricing_decisions","cause":${quoted},"rules":${rules},"decisions":[${this.#rows.join(',')}]}`)
    this.count('decisions', this.#rows.length)
    this.#rows.length = 0
    if (this.#behind.length === 0) return
    this.lines.push(...this.#behind)
    this.#behind.length = 0
  }

  get hasRows(): boolean {
    return this.#rows.length > 0
  }

  alert(cause: number | string, type: string, severity: 'warning' | 'critical', sku: string, store: string | undefined, data: object): void {
    this.after(JSON.stringify({ topic: 'alerts', cause, type, severity, sku, store, data }))
  }

  /** Fields of the order record that batches rarely need. */
  extra(): string {
    const list = (name: string, offsets: number[]) => (offsets.length ? `,"${name}":[${offsets.join(',')}]` : '')
    return `,"folded":${this.folded}${list('deduplicated', this.deduplicated)}${list('quarantined', this.quarantined)}`
  }

  clear(): void {
    this.lines = []
    this.published = []
    this.counts = {}
    this.decidedReceivedAt = []
    this.folded = 0
    this.deduplicated = []
    this.quarantined = []
    this.#rows.length = 0
    this.#behind.length = 0
  }

  /** For causes that decide nothing but have something to say: a quarantined cost and its alert. */
  flush(): void {
    this.lines.push(...this.#behind)
    this.#behind.length = 0
  }
}
