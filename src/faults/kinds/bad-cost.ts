import type { FaultKind } from './fault-kind.ts'

const FACTOR_MIN = 0.0001
const FACTOR_MAX = 10_000
const DECIMAL = /^\d{1,6}(\.\d{1,6})?$/

/** The slips of pricing: a cost in the wrong unit, a comma in the wrong place. */
export const badCost: FaultKind = {
  summary: 'a vendor sends a wrong cost: the right one times a factor',
  timing: 'per_record',
  isAlone: false,
  targets: ['feed.cost'],
  attributes: {
    factor: {
      summary: 'what the cost is multiplied by',
      rule: `a number from ${FACTOR_MIN} to ${FACTOR_MAX}, but not 1: that would change nothing`,
      example: '100',
      parse: parseFactor,
    },
  },
  example: 'feed.cost:bad_cost,factor=100@25s+20s~0.05',
  onLine: (line, { factor }) => [multiplyCost(line, Number(factor))],
}

function parseFactor(text: string): number | undefined {
  const factor = DECIMAL.test(text) ? Number(text) : NaN
  return factor >= FACTOR_MIN && factor <= FACTOR_MAX && factor !== 1 ? factor : undefined
}

/** Anything but a whole `data.costMinor` passes as it is: to break other records is the business of other faults. */
function multiplyCost(line: string, factor: number): string {
  const event = parseJson(line)
  const data: unknown = isObject(event) ? event.data : undefined
  if (!isObject(event) || !isObject(data) || !Number.isSafeInteger(data.costMinor)) return line
  // At least 1: a cost of 0 would be refused as malformed, and the fault is a cost that is wrong but well written.
  const costMinor = Math.max(1, Math.round(Number(data.costMinor) * factor))
  return JSON.stringify({ ...event, data: { ...data, costMinor } })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
