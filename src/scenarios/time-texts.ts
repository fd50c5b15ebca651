/** Timestamps as text. Many events share a millisecond and 13 digits are slow to write, so each is written once. */
export class TimeTexts {
  readonly #startsAt: number
  readonly #texts: string[]
  readonly #writtenFor: Float64Array

  /** Remembers the last `rememberedMs` milliseconds. */
  constructor(startsAt: number, rememberedMs: number) {
    this.#startsAt = startsAt
    this.#texts = Array<string>(rememberedMs + 1).fill('')
    this.#writtenFor = new Float64Array(rememberedMs + 1).fill(NaN)
  }

  at(elapsedMs: number): string {
    const time = this.#startsAt + elapsedMs
    const slot = time % this.#texts.length
    if (this.#writtenFor[slot] !== time) {
      this.#writtenFor[slot] = time
      this.#texts[slot] = String(time)
    }
    return this.#texts[slot]
  }
}
