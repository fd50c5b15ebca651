import * as z from 'zod'
import { FEEDS, type TrafficShape } from '../scenario.ts'
import { SHAPE_KINDS } from '../shapes/registry.ts'
import { bps, duration, number, rate, share } from './fields.ts'

const SHAPE_FIELDS = {
  constant: { rate: rate('rate') },
  ramp: { from: rate('rate at the start', { min: 0 }), to: rate('rate at the end', { min: 0 }) },
  spike: { rate: rate('ordinary rate'), peak: rate('rate of the spike'), at: duration('start of the spike', { minMs: 0 }), for: duration('length of the spike') },
  sine: { mean: rate('mean rate'), amplitude: rate('height of the wave, at most the mean', { min: 0 }), period: duration('length of a wave') },
  stages: {
    startRate: rate('rate before the first stage', { min: 0 }).optional(),
    stages: z
      .array(z.strictObject({ duration: duration('length of the stage', { minMs: 0 }), rate: rate('rate at its end', { min: 0 }) }))
      .min(1)
      .max(1_000)
      .meta({ description: 'a list of stages, each { duration, rate }', examples: [[{ duration: '30s', rate: '20k' }]] }),
  },
} satisfies Record<TrafficShape['kind'], z.core.$ZodLooseShape>

function shapeOf<Kind extends TrafficShape['kind']>(kind: Kind) {
  return z.strictObject({ kind: z.literal(kind), ...SHAPE_FIELDS[kind] }).meta({ description: SHAPE_KINDS[kind].summary })
}

const shape = z
  .discriminatedUnion('kind', [shapeOf('constant'), shapeOf('ramp'), shapeOf('spike'), shapeOf('sine'), shapeOf('stages')])
  .meta({ description: 'how the rate goes over the run', examples: [{ kind: 'constant', rate: '20k' }] })

const MIX_TOLERANCE = 1e-6
const addsUp = (mix: Partial<Record<string, number>>) => Math.abs(Object.values(mix).reduce<number>((sum, part) => sum + (part ?? 0), 0) - 1) < MIX_TOLERANCE

const mix = z
  .partialRecord(z.enum(FEEDS), share('share of a feed', 0.45))
  .refine(addsUp)
  .meta({ description: `share of each feed (${FEEDS.join(', ')}), together 1; a feed left out sends nothing`, examples: [{ demand: 0.6, sales: 0.4 }] })

const shock = z
  .strictObject({ at: duration('when the vendors write', { minMs: 0 }), upBps: bps('rise', 1, 5_000), skuShare: share('SKUs that are hit', 0.3) })
  .meta({ description: 'one common jump of the costs of many SKUs', examples: [{ at: '20s', upBps: 1500, skuShare: 0.3 }] })

export const traffic = z
  .strictObject({
    shape,
    zipf: number('how unequal SKUs are: the exponent of Zipf’s law, 0 for all alike', 0, 3, 0.9),
    mix,
    readShare: number('price reads a second as a share of the event rate', 0, 10, 0.1),
    undercutShare: share('competitor events that undercut', 0.01),
    cost: z.strictObject({ stepBps: bps('how far ordinary costs wander from the catalogue’s', 0, 2_000), shock: shock.nullable() }).partial(),
    sourceDelay: duration('how far event time may trail the send time', { minMs: 0, maxMs: 60_000, example: '400ms' }),
  })
  .partial()
