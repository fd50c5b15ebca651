import type { Sku, Tax } from '../../engine/pricing/events.ts'
import { CATALOG_COLUMNS } from './catalog-columns.ts'
import { csvLine } from './csv-line.ts'
import { minorDigits } from './currencies.ts'
import { formatMinorUnits } from './money-text.ts'

export const CATALOG_HEADER = csvLine(CATALOG_COLUMNS.map((column) => column.replace('?', '')))

/** One SKU as the catalogue reader reads it. */
export function catalogLine({ sku, name, category, brand, vendor, currency, baseMinor, costMinor, logisticsMinor, tax, mapMinor }: Sku): string {
  const amount = (minor: number) => formatMinorUnits(minor, minorDigits(currency) ?? 2)
  const map = mapMinor === undefined ? '' : amount(mapMinor)
  return csvLine([sku, name, category, brand, vendor, currency, amount(baseMinor), amount(costMinor), amount(logisticsMinor), tax.mode, taxValue(tax, amount), map])
}

function taxValue(tax: Tax, amount: (minor: number) => string): string {
  if (tax.mode === 'excluded') return ''
  return tax.mode === 'flat' ? amount(tax.amountMinor) : formatMinorUnits(tax.rateBps, 2)
}
