const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 })
const TO_TWO_PLACES = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })

export const NOT_KNOWN = 'not known'

/** `1,200,000`, with as many decimals as there are: rounded, 0.98999 would look like the 0.99 that it is not. */
export const number = (value: number | null): string => (value === null ? NOT_KNOWN : GROUPED.format(value))

/** `1 fault`, `2 faults`, `1,200 batches`. */
export const countOf = (count: number, one: string, many = `${one}s`): string => `${number(count)} ${count === 1 ? one : many}`

/** `42.11 ms`, from a second on `1.2 s`, below a millisecond `180 µs`. */
export function milliseconds(ms: number): string {
  if (ms > 0 && ms < 1) return `${TO_TWO_PLACES.format(ms * 1000)} µs`
  return ms < 1000 ? `${TO_TWO_PLACES.format(ms)} ms` : `${TO_TWO_PLACES.format(ms / 1000)} s`
}

/** 2,941 bps as `29.41 %`. */
export const percentOfBps = (bps: number): string => `${TO_TWO_PLACES.format(bps / 100)} %`

/** Minor units as `INR 1,499.00`, with as many decimals as the currency has; no floats on the way. */
export function money(minor: number, currency: string): string {
  const decimals = decimalsOf(currency)
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0')
  const [whole, part] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)]
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return printable(`${currency} ${minor < 0 ? '-' : ''}${grouped}${decimals > 0 ? `.${part}` : ''}`)
}

/** Names come from users' files: nothing of them may steer a terminal or begin a line of its own. */
export const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD')

const DECIMALS = new Map<string, number>()

/** A formatter is slow to make, and a screen of prices asks for the same one again and again. */
function decimalsOf(currency: string): number {
  const known = DECIMALS.get(currency)
  if (known !== undefined) return known
  const decimals = lookUpDecimals(currency)
  DECIMALS.set(currency, decimals)
  return decimals
}

function lookUpDecimals(currency: string): number {
  try {
    return new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}
