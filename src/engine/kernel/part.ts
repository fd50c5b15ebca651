/**
 * A piece of a bolt's state. Saved as numbers or as JSON text, and taken back from exactly that. What `save` returns may
 * be the live memory: whoever keeps it beyond the next step keeps a copy.
 */
export interface Part {
  save(): Float64Array | string
  load(saved: Float64Array | string): void
}

/** A small JSON value that is replaced or changed in place. */
export class Facts<Value> implements Part {
  value: Value

  constructor(initial: Value) {
    this.value = initial
  }

  save(): string {
    return JSON.stringify(this.value)
  }

  load(saved: string): void {
    this.value = JSON.parse(saved) as Value
  }
}

/** Names numbered from 0 in the order of their arrival. Saving them costs no more than what came since the last time. */
export class Names implements Part {
  #names: string[] = []
  #quoted: string[] = []
  #rows = new Map<string, number>()
  #saved = ''
  #savedCount = 0

  get size(): number {
    return this.#names.length
  }

  name(row: number): string {
    return this.#names[row]
  }

  /** The name as JSON text. */
  quoted(row: number): string {
    return this.#quoted[row]
  }

  /** The row of `name`, or -1. */
  row(name: string): number {
    return this.#rows.get(name) ?? -1
  }

  add(name: string): number {
    const row = this.#names.length
    this.#names.push(name)
    this.#quoted.push(JSON.stringify(name))
    this.#rows.set(name, row)
    return row
  }

  /** The row of `name`, known or new. */
  rowOrAdd(name: string): number {
    return this.#rows.get(name) ?? this.add(name)
  }

  save(): string {
    const added = this.#quoted.slice(this.#savedCount).join(',')
    this.#saved += this.#savedCount > 0 && added !== '' ? `,${added}` : added
    this.#savedCount = this.#names.length
    return `[${this.#saved}]`
  }

  load(saved: string): void {
    this.#names = []
    this.#quoted = []
    this.#rows = new Map()
    this.#saved = ''
    this.#savedCount = 0
    for (const name of JSON.parse(saved) as string[]) this.add(name)
  }
}

/** Row numbers waiting in line. */
export class RowQueue implements Part {
  #rows = new Float64Array(256)
  #head = 0
  #tail = 0

  get size(): number {
    return this.#tail - this.#head
  }

  push(row: number): void {
    if (this.#tail === this.#rows.length) this.#makeRoom()
    this.#rows[this.#tail++] = row
  }

  first(): number {
    return this.#rows[this.#head]
  }

  shift(): number {
    return this.#rows[this.#head++]
  }

  save(): Float64Array {
    return this.#rows.subarray(this.#head, this.#tail)
  }

  load(saved: Float64Array): void {
    this.#rows = new Float64Array(Math.max(256, saved.length))
    this.#rows.set(saved)
    this.#head = 0
    this.#tail = saved.length
  }

  #makeRoom(): void {
    const waiting = this.#rows.subarray(this.#head, this.#tail)
    const rows = waiting.length * 2 > this.#rows.length ? new Float64Array(this.#rows.length * 2) : this.#rows
    if (rows === this.#rows) rows.copyWithin(0, this.#head, this.#tail)
    else rows.set(waiting)
    this.#rows = rows
    this.#tail -= this.#head
    this.#head = 0
  }
}
