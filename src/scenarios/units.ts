const RATE_UNITS: Readonly<Record<string, number>> = { '': 1, k: 1000, M: 1_000_000 }

export const RATE_RULE = 'events a second: 20000, 20k'

/** Events a second of `20k`, or undefined where the text is no rate. */
export function parseRate(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,6})?)([kM]?)$/.exec(text)
  return match ? Number(match[1]) * RATE_UNITS[match[2]] : undefined
}
