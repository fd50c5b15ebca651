import type { ParameterType } from './promotion.ts'
import { PROMOTION_KINDS } from './registry.ts'

type Check = (value: unknown) => boolean

const isWhole = (value: unknown, min: number, max: number): boolean => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
const isBps: Check = (value) => isWhole(value, 0, 10_000)
const isText: Check = (value) => typeof value === 'string' && value !== ''
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isMissingOr = (check: Check): Check => (value) => value === undefined || check(value)
const isListOf = (check: Check): Check => (value) => Array.isArray(value) && value.every(check)

/** A kind computes with its parameters as they are: whatever passes here must give a number. */
const PARAMETERS: Readonly<Record<ParameterType, Check>> = {
  bps: isBps,
  minor: (value) => isWhole(value, 0, Number.MAX_SAFE_INTEGER),
  count: (value) => isWhole(value, 0, Number.MAX_SAFE_INTEGER),
  hours: (value) => Number.isFinite(value) && (value as number) >= 0,
  tiers: (value) => isListOf((tier) => isObject(tier) && isWhole(tier.minQty, 1, Number.MAX_SAFE_INTEGER) && isBps(tier.offBps))(value) && (value as []).length > 0,
}

const isTexts = isMissingOr(isListOf(isText))

const COMMON: Readonly<Record<string, Check>> = {
  id: isText,
  kind: (kind) => typeof kind === 'string' && Object.hasOwn(PROMOTION_KINDS, kind),
  scope: (scope) => isObject(scope) && isTexts(scope.skus) && isTexts(scope.categories),
  startsAt: isMissingOr(Number.isSafeInteger),
  endsAt: isMissingOr(Number.isSafeInteger),
}

/** The first thing wrong with a promotion as an event brings it, or undefined. Fields nobody knows may be there. */
export function promotionFault(promotion: unknown): string | undefined {
  if (!isObject(promotion)) return 'data.promotion is missing'
  return faultIn(promotion, COMMON) ?? faultIn(promotion, parametersOf(promotion.kind as string))
}

function parametersOf(kind: string): Readonly<Record<string, Check>> {
  const parameters = Object.entries(PROMOTION_KINDS[kind].parameters)
  return Object.fromEntries(parameters.map(([name, { type, optional }]) => [name, optional ? isMissingOr(PARAMETERS[type]) : PARAMETERS[type]]))
}

function faultIn(promotion: Record<string, unknown>, checks: Readonly<Record<string, Check>>): string | undefined {
  const wrong = Object.keys(checks).find((name) => !checks[name](promotion[name]))
  return wrong && `data.promotion.${wrong} is ${JSON.stringify(promotion[wrong])?.slice(0, 40) ?? 'missing'}`
}
