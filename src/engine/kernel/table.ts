import type { Part } from './part.ts'

/**
 * Rows of numbers, one after another in a single Float64Array: a row is read with one or two cache lines, nothing is
 * left for the garbage collector, and a snapshot is the buffer as it is. Numbers that were never set are 0.
 */
export class Table implements Part {
  readonly width: number
  cells: Float64Array
  rows = 0

  constructor(fields: object, capacity = 256) {
    this.width = Object.keys(fields).length
    this.cells = new Float64Array(capacity * this.width)
  }

  get(row: number, field: number): number {
    return this.cells[row * this.width + field]
  }

  set(row: number, field: number, value: number): void {
    this.cells[row * this.width + field] = value
  }

  /** Makes room for rows up to `rows`; new rows are zero. */
  grow(rows: number): void {
    if (rows <= this.rows) return
    if (rows * this.width > this.cells.length) {
      const larger = new Float64Array(Math.max(rows, Math.ceil(this.rows * 1.5)) * this.width)
      larger.set(this.cells.subarray(0, this.rows * this.width))
      this.cells = larger
    }
    this.rows = rows
  }

  save(): Float64Array {
    return this.cells.subarray(0, this.rows * this.width)
  }

  load(saved: Float64Array): void {
    this.rows = saved.length / this.width
    this.cells = saved
  }
}

/** Numbers the fields of a table: `fieldsOf(['price', 'version'])` is `{ price: 0, version: 1 }`. */
export function fieldsOf<const Names extends readonly string[]>(names: Names): { readonly [Name in Names[number]]: number } {
  return Object.fromEntries(names.map((name, index) => [name, index])) as { [Name in Names[number]]: number }
}
