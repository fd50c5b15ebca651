import { DURATION_RULE, formatDuration, parseDuration } from '../../engine/kernel/durations.ts'
import type { FaultAttribute } from './fault-kind.ts'

const WHOLE = /^\d{1,12}$/

/** `latency=200ms`: a duration, kept in whole milliseconds. Without `default` it must be given. */
export function duration(summary: string, example: string, bounds: { readonly minMs?: number; readonly default?: number } = {}): FaultAttribute {
  const { minMs = 0 } = bounds
  return {
    summary,
    rule: minMs > 0 ? `${DURATION_RULE}; at least ${formatDuration(minMs)}` : DURATION_RULE,
    example,
    default: bounds.default,
    parse: (text) => atLeast(minMs, parseDuration(text)),
    format: (value) => formatDuration(Number(value)),
  }
}

/** `bytes=4096`: a whole number of `unit`. Without `default` it must be given. */
export function whole(summary: string, unit: string, example: string, bounds: { readonly min: number; readonly default?: number }): FaultAttribute {
  return {
    summary,
    rule: `a whole number of ${unit}, at least ${bounds.min}`,
    example,
    default: bounds.default,
    parse: (text) => atLeast(bounds.min, WHOLE.test(text) ? Number(text) : undefined),
  }
}

/** One of some words; the first of them where nothing is said. */
export function oneOf(summary: string, words: readonly [string, ...string[]]): FaultAttribute {
  return { summary, rule: `one of ${words.join(', ')}`, example: words[0], default: words[0], parse: (text) => words.find((word) => word === text) }
}

const atLeast = (min: number, value: number | undefined): number | undefined => (value !== undefined && value >= min ? value : undefined)
