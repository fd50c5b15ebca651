import { nearestWord } from '../../engine/kernel/nearest-word.ts'
import { UserError } from '../../engine/kernel/user-error.ts'
import type { Sku } from '../../engine/pricing/events.ts'
import { CATALOG_COLUMNS, type CatalogRow, readSku } from './catalog-columns.ts'
import { type CsvRow, csvRows, placeOfCell } from './csv-rows.ts'
import { readText, type TextLimits } from './text-file.ts'

export interface ReadCatalogOptions {
  /** Reads at most so many SKUs, the first ones. */
  readonly skusMax?: number
  readonly limits?: TextLimits
}

/** Reads a catalogue from a CSV file, plain or gzip. The first bad line refuses the file, with its place. */
export async function readCatalog(file: string, { skusMax = Infinity, limits }: ReadCatalogOptions = {}): Promise<readonly Sku[]> {
  const reader = new CatalogReader(file)
  for await (const row of csvRows(readText(file, limits), file)) {
    reader.read(row)
    if (reader.skus.length >= skusMax) break
  }
  return reader.finish()
}

const COLUMN_NAMES = CATALOG_COLUMNS.map((column) => column.replace('?', ''))
const REQUIRED = CATALOG_COLUMNS.filter((column) => !column.endsWith('?'))
const HEADER_RULE = `the first line names the columns: ${COLUMN_NAMES.join(',')}`

/** Row by row: the header first, then SKUs. Reads its row through one cursor, so that a good line costs no objects. */
class CatalogReader implements CatalogRow {
  readonly skus: Sku[] = []
  readonly #file: string
  readonly #lineOf = new Map<string, number>()
  #columns: Readonly<Record<string, number>> | undefined
  #width = 0
  #row: CsvRow = { cells: [], lastLine: 1, raw: '' }

  constructor(file: string) {
    this.#file = file
  }

  read(row: CsvRow): void {
    this.#row = row
    if (this.#columns === undefined) this.#readHeader()
    else this.#readSku()
  }

  finish(): readonly Sku[] {
    if (this.skus.length > 0) return this.skus
    const [message, fix] = this.#columns ? ['has a header and no SKUs', 'add a line for each SKU'] : ['is empty', `begin with ${COLUMN_NAMES.join(',')}`]
    throw new UserError({ code: 'no_skus', message: `${this.#file} ${message}`, place: this.#file, rule: 'a catalogue has at least one SKU', fix, exitCode: 104 })
  }

  cell(column: string): string {
    const index = this.#columns?.[column]
    return index === undefined ? '' : this.#row.cells[index]
  }

  refuse({ column, ...problem }: Parameters<CatalogRow['refuse']>[0]): never {
    const fine = this.skus.length
    const message = `${problem.message} (${fine} ${fine === 1 ? 'SKU' : 'SKUs'} before it ${fine === 1 ? 'is' : 'are'} fine)`
    throw new UserError({ ...problem, message, value: shown(problem.value), place: placeOfCell(this.#file, this.#row, this.#columns?.[column] ?? 0), exitCode: 104 })
  }

  #readSku(): void {
    const { cells, lastLine } = this.#row
    if (cells.length !== this.#width) this.#refuseRagged(cells.length)
    const sku = readSku(this)
    const earlier = this.#lineOf.get(sku.sku)
    if (earlier !== undefined) this.#refuseTwice(sku.sku, earlier)
    this.#lineOf.set(sku.sku, lastLine)
    this.skus.push(sku)
  }

  #refuseRagged(found: number): never {
    const message = `this line has ${found} ${found === 1 ? 'cell' : 'cells'}, the header ${this.#width}`
    const fix = found > this.#width ? 'put text with a comma in quotes, and no comma into a number' : 'fill in the missing cells'
    return this.refuse({ column: 'sku', code: 'ragged_row', message, value: this.#row.raw.trim(), rule: 'every line has as many cells as the header', fix })
  }

  #refuseTwice(sku: string, earlier: number): never {
    const rule = 'each SKU stands once: it has one cost and one price'
    return this.refuse({ column: 'sku', code: 'duplicate_sku', message: `${sku} already stands in line ${earlier}`, value: sku, rule, fix: 'remove one of the two lines' })
  }

  #readHeader(): void {
    const { cells } = this.#row
    cells.forEach((name, index) => {
      if (!COLUMN_NAMES.includes(name)) this.#refuseColumn('unknown_column', `unknown column ${JSON.stringify(shown(name))}`, index, unknownColumnFix(name))
      if (cells.indexOf(name) < index) this.#refuseColumn('duplicate_column', `the column ${name} stands twice`, index, 'remove one of them')
    })
    const missing = REQUIRED.find((column) => !cells.includes(column))
    if (missing) this.#refuseColumn('missing_column', `the column ${missing} is missing`, 0, `add ${missing} to the header`)
    this.#width = cells.length
    this.#columns = Object.fromEntries(cells.map((name, index) => [name, index]))
  }

  #refuseColumn(code: string, message: string, index: number, fix: string): never {
    throw new UserError({ code, message, place: placeOfCell(this.#file, this.#row, index), value: shown(this.#row.cells[index]), rule: HEADER_RULE, fix, exitCode: 104 })
  }
}

function unknownColumnFix(name: string): string {
  if (/[;\t|]/.test(name)) return 'separate the columns by commas'
  const near = nearestWord(name, COLUMN_NAMES)
  return near ? `did you mean "${near}"?` : 'remove it, or begin the file with the header'
}

/** Enough of a value to know it again; control characters made visible. */
function shown(value: string): string {
  const visible = value.replaceAll(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return visible.length > 60 ? `${visible.slice(0, 60)}…` : visible
}
