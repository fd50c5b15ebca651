import { createHash, type Hash } from 'node:crypto'
import { RecordDamage } from './damage.ts'
import { type Cause, type DecisionsLine, rowsOf, SingleDecisions } from './decisions-line.ts'
import type { OutputLine } from './log-reader.ts'

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

/** One call of the hash for each line would cost more than the hash. */
const DIGESTED_AT_ONCE_CHARACTERS = 1 << 16

/** Reads output lines, only as far as a check needs them, and digests the decisions of a partition. */
export class OutputReader {
  explanations = 0
  readonly alerts: Record<string, number> = {}
  readonly #name: string
  readonly #hash: Hash = createHash('sha256')
  #undigested: string[] = []
  #undigestedCharacters = 0
  readonly #single = new SingleDecisions()

  constructor(name: string) {
    this.#name = name
  }

  /** The lines of one batch. */
  read(lines: readonly OutputLine[]): BatchOutputs {
    const decisions: DecisionsLine[] = []
    const updates: PriceUpdate[] = []
    const deadLetters: DeadLetter[] = []
    for (const line of lines) {
      const { kind, text, offset } = line
      if (kind === 'decisions' || kind === 'explanation') this.#digest(text)
      if (kind === 'decisions') decisions.push(this.#decisions(line))
      else if (kind === 'explanation') this.explanations++
      else if (kind === 'price_update') updates.push({ ...this.#parse<PriceUpdate>(line), offset })
      else if (kind === 'dead_letter') deadLetters.push(this.#parse<DeadLetter>(line))
      else if (kind === 'alert') this.#countAlert(this.#parse<{ type: string }>(line).type)
    }
    return { decisions, updates, deadLetters }
  }

  /** SHA-256 over every committed decisions line so far. */
  sha256(): string {
    this.#finishDigest()
    return this.#hash.copy().digest('hex')
  }

  #digest(text: string): void {
    this.#undigested.push(text)
    this.#undigestedCharacters += text.length
    if (this.#undigestedCharacters > DIGESTED_AT_ONCE_CHARACTERS) this.#finishDigest()
  }

  #finishDigest(): void {
    if (this.#undigested.length > 0) this.#hash.update(`${this.#undigested.join('\n')}\n`)
    this.#undigested = []
    this.#undigestedCharacters = 0
  }

  #decisions(line: OutputLine): DecisionsLine {
    const single = this.#single.read(line)
    if (single) return single
    const { cause, decisions } = this.#parse<{ cause: Cause; decisions: unknown }>(line)
    const rows = rowsOf(decisions) ?? this.#damage(line, 'a decisions line holds rows of [sku, priceMinor, …, [[store, version, events, onHand], …]]')
    return { offset: line.offset, cause, rows }
  }

  #countAlert(type: string): void {
    this.alerts[type] = (this.alerts[type] ?? 0) + 1
  }

  #parse<Line>(line: OutputLine): Line {
    try {
      return JSON.parse(line.text) as Line
    } catch {
      return this.#damage(line, 'an output line is JSON')
    }
  }

  #damage({ text, offset }: OutputLine, rule: string): never {
    throw new RecordDamage(`${this.#name} offset ${offset}`, text, rule)
  }
}
