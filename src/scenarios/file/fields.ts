import * as z from 'zod'
import { DURATION_RULE, parseDuration } from '../../engine/kernel/durations.ts'
import { parseRate, RATE_RULE } from '../units.ts'

/**
 * The building blocks of the scenario schema. A field's description is its rule: editors show it through the JSON
 * Schema, and a mistake is answered with it. Its example is what the mistake's fix proposes.
 */
const DURATION_PATTERN = /^\d{1,12}(\.\d{1,6})?(ms|s|m|h)$/
const RATE_PATTERN = /^\d{1,9}(\.\d{1,6})?[kM]?$/
export const RATE_MAX = 10_000_000

interface Length {
  readonly minMs?: number
  readonly maxMs?: number
  readonly example?: string
}

export function duration(help: string, { minMs = 1, maxMs = 7 * 86_400_000, example = '30s' }: Length = {}) {
  const within = (text: string) => {
    const durationMs = parseDuration(text)
    return durationMs !== undefined && durationMs >= minMs && durationMs <= maxMs
  }
  return z.string().regex(DURATION_PATTERN).refine(within).meta({ description: `${help}; ${DURATION_RULE}`, examples: [example] })
}

export function rate(help: string, { min = Number.MIN_VALUE }: { min?: number } = {}) {
  const within = (written: number | string) => {
    const value = typeof written === 'number' ? written : parseRate(written)
    return value !== undefined && value >= min && value <= RATE_MAX
  }
  const above = min === 0 ? '0 or more' : 'more than 0'
  return z
    .union([z.number(), z.string().regex(RATE_PATTERN)])
    .refine(within)
    .meta({ description: `${help}; ${RATE_RULE}; ${above}, at most ${RATE_MAX}`, examples: ['20k'] })
}

export function number(help: string, min: number, max: number, example: number = min) {
  return z.number().min(min).max(max).meta({ description: `${help}; from ${min} to ${max}`, examples: [example] })
}

export function whole(help: string, min: number, max: number, example: number = min) {
  return z.int().min(min).max(max).meta({ description: `${help}; a whole number from ${min} to ${max}`, examples: [example] })
}

export const bps = (help: string, min = 0, max = 10_000) => whole(`${help}, in bps (hundredths of a percent)`, min, max, 500)
export const share = (help: string, example: number) => number(`${help}, as a share`, 0, 1, example)
export const minor = (help: string, min = 0) => whole(`${help}, in minor units of the currency (paise, cents)`, min, Number.MAX_SAFE_INTEGER, 5000)
export const flag = (help: string) => z.boolean().meta({ description: `${help}; true or false`, examples: [true] })

/** One line of printable text. */
export function text(help: string, maxLength: number, example: string) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^[^\p{Cc}]+$/u)
    .meta({ description: `${help}; text of 1 to ${maxLength} characters`, examples: [example] })
}
