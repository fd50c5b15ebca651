import type { CutView } from '../../runs/progress.ts'

const GROUPED = new Intl.NumberFormat('en')
const PRECISE = new Intl.NumberFormat('en', { maximumFractionDigits: 4 })

/** `20,003`. */
export const count = (value: number): string => GROUPED.format(Math.round(value))

export const precise = (value: number): string => PRECISE.format(value)

/** As precise as a glance is: `3.1 ms`, `812 ms`, `1.4 s`. */
export function latency(ms: number | null): string {
  if (ms === null) return '–'
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`
  if (ms < 0.001) return '<1 µs'
  return ms < 0.1 ? `${Math.round(ms * 1000)} µs` : `${ms.toFixed(ms < 100 ? 1 : 0)} ms`
}

/** `0:23`, `12:05`, `1:02:03`. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** `7 s`, `1.5 min`. */
export const span = (ms: number): string => (ms < 60_000 ? `${Math.ceil(ms / 1000)} s` : `${(ms / 60_000).toFixed(1)} min`)

export const percent = (share: number): string => `${(Math.floor(share * 1000) / 10).toFixed(1)} %`

/** Why the guard cut, in few words; others are named by their code. */
const REASONS: Readonly<Record<string, string>> = {
  PROMO_MODIFY_DISCOUNT: 'margin floor',
  PROMO_BLOCKED_MARGIN: 'floor, none left',
  PROMO_DEFENSIVE: 'stock low or unknown',
  PROMO_ENDED_EARLY: 'stock running out',
  COST_ANOMALY: 'cost in review',
  HOLD_LAST_SAFE: 'last safe price held',
  COMPETITOR_MATCH: 'floor, then rival met',
}

export const reasonOf = ({ reason }: CutView): string => REASONS[reason] ?? reason
