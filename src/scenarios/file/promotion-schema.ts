import * as z from 'zod'
import type { ParameterType, PromotionKind } from '../../engine/pricing/promotions/promotion.ts'
import { PROMOTION_KINDS } from '../../engine/pricing/promotions/registry.ts'
import { bps, duration, minor, number, text, whole } from './fields.ts'

/** A promotion as a file writes it: times are durations from the start of the run. */
export interface PromotionFile {
  readonly id: string
  readonly kind: string
  readonly label?: string
  readonly scope?: { readonly skus?: readonly string[]; readonly categories?: readonly string[] }
  readonly startsAt?: string
  readonly endsAt?: string
  readonly [parameter: string]: unknown
}

const tier = z.strictObject({ minQty: whole('units from which the tier holds', 1, 10_000, 3), offBps: bps('discount', 1) })
const grows = (tiers: readonly z.infer<typeof tier>[]) => tiers.every(({ minQty }, index) => index === 0 || minQty > tiers[index - 1].minQty)

/** How each type of parameter that the engine's kinds declare is written and checked. */
const PARAMETERS: Readonly<Record<ParameterType, (help: string) => z.ZodType>> = {
  bps: (help) => bps(help, 1),
  minor: (help) => minor(help, 1),
  count: (help) => whole(help, 0, 1_000_000_000, 10),
  hours: (help) => number(help, 0, 87_600, 336),
  tiers: (help) =>
    z
      .array(tier)
      .min(1)
      .max(20)
      .refine(grows)
      .meta({ description: `${help}, each with a greater minQty`, examples: [[{ minQty: 3, offBps: 1000 }]] }),
}

const words = (help: string, example: string) =>
  z
    .array(text(`a ${example.startsWith('SKU') ? 'SKU' : 'category'}`, 64, example))
    .min(1)
    .max(100_000)
    .meta({ description: help, examples: [[example]] })

const COMMON = {
  id: z
    .string()
    .regex(/^[a-zA-Z0-9][\w.-]{0,63}$/)
    .meta({ description: 'a name of its own: letters, digits, . _ -, up to 64', examples: ['diwali-electronics'] }),
  label: text('what shoppers read', 80, 'Diwali deal').optional(),
  scope: z
    .strictObject({ skus: words('SKUs that it covers', 'SKU-00001'), categories: words('categories that it covers', 'electronics') })
    .partial()
    .optional(),
  startsAt: duration('when it begins, from the start of the run; left out: before the run', { minMs: 0, example: '10s' }).optional(),
  endsAt: duration('when it ends, from the start of the run; left out: never', { example: '50s' }).optional(),
}

function schemaOf({ kind, summary, parameters }: PromotionKind) {
  const own = Object.entries(parameters).map(([name, { type, optional, help }]) => {
    const field = PARAMETERS[type](help)
    return [name, optional ? field.optional() : field] as const
  })
  return z.strictObject({ ...COMMON, kind: z.literal(kind), ...Object.fromEntries(own) }).meta({ description: summary })
}

const [first, ...others] = Object.values(PROMOTION_KINDS).map(schemaOf)

/** Derived from the engine's registry: a new kind of promotion can be written in a file at once. */
export const promotion = z
  .discriminatedUnion('kind', [first, ...others])
  .meta({ description: 'a promotion', examples: [{ id: 'weekend', kind: 'percent-off', offBps: 1000 }] }) as unknown as z.ZodType<PromotionFile>
