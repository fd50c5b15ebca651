import type { Explanation } from '../explanation.ts'

/** What the discount that was asked for consists of. Where stock is short there is no clearance, whatever was worked out. */
export function discountParts({ askedDiscountMinor, clearanceMinor = 0, modelOutputs }: Explanation): { readonly promotionMinor: number; readonly clearanceMinor: number } {
  const given = modelOutputs.stance === 'normal' ? clearanceMinor : 0
  return { promotionMinor: askedDiscountMinor - given, clearanceMinor: given }
}
