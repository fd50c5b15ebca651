const DURATION_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
const RATE_UNITS: Readonly<Record<string, number>> = { '': 1, k: 1000, M: 1_000_000 }

export const DURATION_RULE = 'a duration with its unit: 500ms, 30s, 5m, 1h'
export const RATE_RULE = 'events a second: 20000, 20k'

/** Whole milliseconds of `1.5s`, or undefined where the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)(ms|s|m|h)$/.exec(text)
  if (!match) return undefined
  const durationMs = Math.round(Number(match[1]) * DURATION_UNITS[match[2]])
  return Number.isSafeInteger(durationMs) ? durationMs : undefined
}

/** Events a second of `20k`, or undefined where the text is no rate. */
export function parseRate(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,6})?)([kM]?)$/.exec(text)
  return match ? Number(match[1]) * RATE_UNITS[match[2]] : undefined
}

/** The shortest way to write whole milliseconds: 90000 is `90s`, 60000 is `1m`. */
export function formatDuration(durationMs: number): string {
  const unit = (['h', 'm', 's'] as const).find((name) => durationMs > 0 && durationMs % DURATION_UNITS[name] === 0) ?? 'ms'
  return `${durationMs / DURATION_UNITS[unit]}${unit}`
}
