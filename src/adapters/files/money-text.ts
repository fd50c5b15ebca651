/**
 * Minor units of an amount as text: `799.00` with two digits is 79900. Read as digits and never as a floating-point
 * number. Undefined where it is no plain amount, has more decimals than the currency, or passes 2^53.
 */
export function minorUnits(text: string, digits: number): number | undefined {
  const match = /^(0|[1-9]\d{0,15})(?:\.(\d{1,3}))?$/.exec(text)
  if (!match) return undefined
  const [, whole, decimals = ''] = match
  if (decimals.length > digits) return undefined
  const minor = Number(whole + decimals.padEnd(digits, '0'))
  return Number.isSafeInteger(minor) ? minor : undefined
}

/** An amount as text again: 79900 with two digits is `799.00`. */
export function formatMinorUnits(minor: number, digits: number): string {
  const text = String(minor).padStart(digits + 1, '0')
  return digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text
}

/** What to write in place of an amount that cannot be read. */
export function amountFix(text: string, digits: number): string {
  const example = formatMinorUnits(1234 * 10 ** digits, digits)
  if (text.startsWith('-')) return 'amounts are not negative'
  if (/^[\d.]+,\d{1,2}$/.test(text)) return `write a point for decimals and nothing between thousands, as in ${example}`
  if (/^\d+(,\d+)+(\.\d+)?$/.test(text)) return `write nothing between thousands, as in ${example}`
  if (/^\d+(\.\d+)?e[+-]?\d+$/i.test(text)) return `write the digits out, as in ${example}`
  if (/^\d+(\.\d+)?$/.test(text)) return decimalsOf(text) > digits ? `write at most ${digits} decimals` : `write at most ${formatMinorUnits(Number.MAX_SAFE_INTEGER, digits)}, without leading zeros`
  if (/\d/.test(text) && /[^\d.,\s-]/.test(text)) return `write the number alone, as in ${example}; the currency has a column of its own`
  return `write an amount, as in ${example}`
}

const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0
