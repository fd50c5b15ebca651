import * as z from 'zod'
import { bps, duration, flag, minor, number, whole } from './fields.ts'

const LOW_FLOOR_BPS = 3_000
export const LOW_FLOOR_RULE = `a margin floor under ${LOW_FLOOR_BPS} bps needs allowLowFloor: true beside it`

interface FloorFields {
  readonly floorMarginBps?: number
  readonly allowLowFloor?: boolean
}

const floorIsMeant = ({ floorMarginBps = LOW_FLOOR_BPS, allowLowFloor = false }: FloorFields) => floorMarginBps >= LOW_FLOOR_BPS || allowLowFloor

const hours = (help: string, example: number) => number(`${help}, hours`, 0, 87_600, example)

/** PricingPolicy as a file writes it: durations with units instead of milliseconds, every field optional. */
export const policy = z
  .strictObject({
    floorMarginBps: bps('hard margin floor, under 10,000', 0, 9_999),
    allowLowFloor: flag('says that a margin floor under 3,000 bps is meant'),
    minProfitMinor: minor('least profit a unit'),
    ladderBps: bps('step in which the guard walks a discount down', 1),
    ending: z
      .strictObject({ everyMinor: whole('prices end alike every so many minor units', 1, 1_000_000, 100), endMinor: whole('how they end', 0, 999_999, 99) })
      .refine(({ everyMinor, endMinor }) => endMinor < everyMinor)
      .meta({ description: 'price endings: endMinor under everyMinor', examples: [{ everyMinor: 100, endMinor: 99 }] }),
    surge: z
      .strictObject({
        upBps: bps('rise of the price in a surge'),
        ratio: number('velocity ÷ baseline from which demand surges', 1, 1_000, 2),
        minUnits: number('units below which the ratio says nothing', 0, 1_000_000, 10),
        aboveBase: flag('whether the price may exceed the base price'),
      })
      .partial(),
    competitor: z
      .strictObject({ match: flag('follow a competitor down'), decisionsPerSecond: number('competitor events decided at once a second and SKU', 0, 1_000_000, 4) })
      .partial(),
    stock: z
      .strictObject({
        defensiveHours: hours('depletion time under which discounts are halved', 4),
        endPromotionHours: hours('depletion time under which promotions end', 1),
        replenishHours: hours('depletion time under which to re-order', 24),
        feedStaleAfter: duration('silence of the inventory feed after which decisions are defensive', { example: '15m' }),
      })
      .partial(),
    dedupeWindow: duration('time in which the same id counts once', { maxMs: 900_000, example: '60s' }),
    foldAfter: duration('longest wait of a folded event', { maxMs: 60_000, example: '250ms' }),
    validFor: duration('validity of a published price', { example: '24h' }),
    guard: flag('the margin guard; only a canary goes without'),
    publisherCheck: flag('the publisher’s own check; only a canary goes without'),
  })
  .partial()
  .refine(floorIsMeant, { path: ['floorMarginBps'], params: { rule: LOW_FLOOR_RULE, fix: 'write allowLowFloor: true in the same policy, or raise the floor to 3000' } })
