import { didYouMean } from '../../engine/kernel/nearest-word.ts'
import type { Sku, Tax } from '../../engine/pricing/events.ts'
import { isLiveFormula } from './csv-line.ts'
import { CURRENCIES, minorDigits } from './currencies.ts'
import { amountFix, minorUnits } from './money-text.ts'

/** The columns of a catalogue, in the order in which we write them; those with a `?` may be left out. */
export const CATALOG_COLUMNS = [
  'sku',
  'name',
  'category',
  'brand',
  'vendor',
  'currency',
  'base_price',
  'cost',
  'logistics?',
  'tax_mode?',
  'tax_value?',
  'map?',
] as const

/** What is wrong with a cell. */
export interface CellProblem {
  readonly column: string
  readonly code: string
  readonly message: string
  readonly value: string
  readonly rule: string
  readonly fix: string
}

/** The cells of one record by column; a column that the file does not have reads as empty. */
export interface CatalogRow {
  cell(column: string): string
  refuse(problem: CellProblem): never
}

/** One line of the catalogue; what cannot be read is refused with the column it stands in. */
export function readSku(row: CatalogRow): Sku {
  const digits = currencyDigits(row)
  const baseMinor = amount(row, 'base_price', digits, { positive: true })
  const mapMinor = row.cell('map') === '' ? undefined : amount(row, 'map', digits, { positive: true })
  if (mapMinor !== undefined && mapMinor > baseMinor) refuse(row, 'map', 'above_base', 'map is at most base_price', 'check which of the two is wrong')
  return {
    sku: skuCode(row),
    name: text(row, 'name', 200),
    category: text(row, 'category', 64),
    brand: text(row, 'brand', 64),
    vendor: text(row, 'vendor', 64),
    currency: row.cell('currency'),
    baseMinor,
    costMinor: amount(row, 'cost', digits, { positive: true }),
    logisticsMinor: row.cell('logistics') === '' ? 0 : amount(row, 'logistics', digits),
    tax: tax(row, digits),
    ...(mapMinor !== undefined && { mapMinor }),
  }
}

function refuse(row: CatalogRow, column: string, code: string, rule: string, fix: string): never {
  const value = row.cell(column)
  return row.refuse({ column, code, message: `${column} cannot be ${JSON.stringify(value)}`, value, rule, fix })
}

/** Text stays text: 00123 is not 123. Plain ASCII, so that no two SKUs look alike and each can stand in a key. */
function skuCode(row: CatalogRow): string {
  const sku = row.cell('sku')
  if (/^[\w.][\w./-]{0,63}$/.test(sku)) return sku
  if (isLiveFormula(sku)) return refuseFormula(row, 'sku')
  return refuse(row, 'sku', 'bad_sku', 'a SKU is 1 to 64 letters (a–z), digits and . _ - /', 'write it with these')
}

function text(row: CatalogRow, column: string, lengthMax: number): string {
  const value = row.cell(column)
  if (isLiveFormula(value)) refuseFormula(row, column)
  if (/\p{Cc}/u.test(value)) refuse(row, column, 'control_character', 'text on one line, without control characters', 'remove the line break or the character')
  if (value.trim() !== value) refuse(row, column, 'outer_space', 'text without spaces around it', 'remove them')
  if (value.length === 0 || value.length > lengthMax) refuse(row, column, 'bad_length', `1 to ${lengthMax} characters`, value ? 'shorten it' : 'fill it in')
  return value
}

function refuseFormula(row: CatalogRow, column: string): never {
  return refuse(row, column, 'live_formula', 'text does not begin with = + - @: a spreadsheet would run it', 'begin it with a letter')
}

function currencyDigits(row: CatalogRow): number {
  const currency = row.cell('currency')
  return minorDigits(currency) ?? refuse(row, 'currency', 'unknown_currency', 'a currency code of ISO 4217', didYouMean(currency, CURRENCIES) || 'write for example INR')
}

function amount(row: CatalogRow, column: string, digits: number, { positive = false } = {}): number {
  const value = row.cell(column)
  const minor = minorUnits(value, digits)
  const rule = `an amount ${positive ? 'above 0 ' : ''}with at most ${digits} decimals, below 2^53 minor units`
  if (minor === undefined) return refuse(row, column, 'bad_amount', rule, amountFix(value, digits))
  if (positive && minor === 0) refuse(row, column, 'zero_amount', rule, 'write what it is worth')
  return minor
}

const TAX_MODES = ['excluded', 'inclusive', 'flat']

function tax(row: CatalogRow, digits: number): Tax {
  switch (row.cell('tax_mode')) {
    case '':
    case 'excluded':
      if (/[^0.]/.test(row.cell('tax_value'))) refuse(row, 'tax_value', 'tax_not_meant', 'a price that excludes tax has no tax_value', 'leave it empty')
      return { mode: 'excluded' }
    case 'inclusive':
      return { mode: 'inclusive', rateBps: percent(row, 'tax_value') }
    case 'flat':
      return { mode: 'flat', amountMinor: amount(row, 'tax_value', digits) }
    default:
      return refuse(row, 'tax_mode', 'unknown_tax_mode', `one of ${TAX_MODES.join(', ')}`, didYouMean(row.cell('tax_mode'), TAX_MODES) || 'write excluded')
  }
}

/** Hundredths of a percent of `18` or `18.50`. */
function percent(row: CatalogRow, column: string): number {
  const bps = minorUnits(row.cell(column), 2)
  if (bps !== undefined && bps <= 10_000) return bps
  return refuse(row, column, 'bad_percentage', 'a percentage from 0 to 100 with at most 2 decimals', 'write for example 18')
}
