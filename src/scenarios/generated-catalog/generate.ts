import { Random } from '../../engine/kernel/random.ts'
import type { Sku, Tax } from '../../engine/pricing/events.ts'
import { CATEGORIES, type Category } from './categories.ts'
import type { NamePool } from './name-pool.ts'

const BPS = 10_000
const CURRENCY = 'INR'

/** A believable catalogue of any size: the same for the same seed. */
export async function generateCatalog(seed: string, count: number): Promise<readonly Sku[]> {
  const { openNamePool } = await import('./name-pool.ts')
  const random = new Random(seed).fork('catalog')
  const names = openNamePool(random.uint32())
  return Array.from({ length: count }, (_, index) => generateSku(generatedSku(index, count), names, random))
}

/** The id of a generated SKU; all of a catalogue are equally long. */
export function generatedSku(index: number, count: number): string {
  return `SKU-${String(index + 1).padStart(Math.max(5, String(count).length), '0')}`
}

function generateSku(sku: string, names: NamePool, random: Random): Sku {
  const place = random.below(CATEGORIES.length)
  const category = CATEGORIES[place]
  const brand = ofCategory(names.brands, place, random)
  const baseMinor = basePrice(category, random)
  const logisticsMinor = Math.round((baseMinor * category.logisticsBps) / BPS)
  const tax = taxOf(category, baseMinor, random)
  const mapMinor = random.chance(0.08) ? Math.round((baseMinor * random.between(75, 92)) / 100) : undefined
  return {
    sku,
    name: `${brand} ${random.pick(names.adjectives)} ${random.pick(category.products)}`,
    category: category.name,
    brand,
    vendor: ofCategory(names.vendors, place, random),
    currency: CURRENCY,
    baseMinor,
    costMinor: costOf(baseMinor, logisticsMinor + taxMinor(tax, baseMinor), random),
    logisticsMinor,
    tax,
    ...(mapMinor !== undefined && { mapMinor }),
  }
}

/** Brands and vendors keep to a few neighbouring categories each. */
function ofCategory(names: readonly string[], category: number, random: Random): string {
  const span = names.length / CATEGORIES.length
  return names[(Math.floor(category * span) + random.below(Math.ceil(span * 1.5))) % names.length]
}

/** Cheap things are many and dear ones few; prices end in 9.00 or 9.99. */
function basePrice({ from, to }: Category, random: Random): number {
  const price = Math.round(from * (to / from) ** random.fraction())
  const whole = Math.min(to, Math.floor(price / 10) * 10 + 9)
  return whole * 100 + (whole < to && random.chance(0.3) ? 99 : 0)
}

function taxOf({ taxRateBps }: Category, baseMinor: number, random: Random): Tax {
  const kind = random.fraction()
  if (kind < 0.65) return { mode: 'excluded' }
  if (kind < 0.95) return { mode: 'inclusive', rateBps: taxRateBps }
  return { mode: 'flat', amountMinor: Math.round((baseMinor * random.between(1, 3)) / 100) }
}

function taxMinor(tax: Tax, priceMinor: number): number {
  if (tax.mode === 'excluded') return 0
  return tax.mode === 'flat' ? tax.amountMinor : Math.ceil((priceMinor * tax.rateBps) / (BPS + tax.rateBps))
}

/**
 * What is left of the price for the vendor. All costs together are 45–66 % of the base price, so that a quarter off
 * often meets the floor of 30 % and must be cut; of some goods nothing can be taken off, and a few cannot be sold at all.
 */
function costOf(baseMinor: number, otherCostsMinor: number, random: Random): number {
  const kind = random.fraction()
  const burdenBps = kind < 0.002 ? random.between(7_200, 9_500) : kind < 0.032 ? random.between(6_700, 6_980) : random.between(4_500, 6_600)
  return Math.max(1, Math.floor((baseMinor * burdenBps) / BPS) - otherCostsMinor)
}
