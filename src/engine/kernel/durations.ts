const UNITS_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 }

export const DURATION_RULE = 'a duration with its unit: 500ms, 30s, 5m, 1h'

/** Longer than any run: a bound that keeps sums of times exact. */
const LONGEST_MS = 1e12

/** Whole milliseconds of `1.5s`, or undefined where the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)(ms|s|m|h)$/.exec(text)
  if (!match) return undefined
  const durationMs = Math.round(Number(match[1]) * UNITS_MS[match[2]])
  return durationMs <= LONGEST_MS ? durationMs : undefined
}

/** The shortest exact way to write whole milliseconds. */
export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return '0s'
  const unit = Object.keys(UNITS_MS).find((name) => durationMs % UNITS_MS[name] === 0) ?? 'ms'
  return `${durationMs / UNITS_MS[unit]}${unit}`
}
