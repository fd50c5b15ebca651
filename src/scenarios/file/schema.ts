import * as z from 'zod'
import { duration, number, share, text, whole } from './fields.ts'
import { policy } from './policy-schema.ts'
import { promotion } from './promotion-schema.ts'
import { traffic } from './traffic-schema.ts'

const START_PATTERN = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?$/
const SEED_RULE = 'a whole number from 0 to 2^53 − 1'
const isSeed = (seed: number | string) => Number.isSafeInteger(Number(seed))
const areDifferent = (names: readonly string[]) => new Set(names).size === names.length

const stores = z
  .union([whole('stores', 1, 10_000, 20), z.array(text('a store', 32, 'S01')).min(1).max(10_000).refine(areDifferent)])
  .meta({ description: 'how many stores, 1 to 10000, or a list of different names', examples: [20] })

/** Shorter would reject what one pause of the machine holds up. */
const admissionLag = duration('lag, as the time in which the schedule has as many events, at least 100ms', { minMs: 100, example: '1s' })

const fault = z
  .union([
    text('a fault', 200, 'bolt.price:crash@30s'),
    z.strictObject({
      target: text('what it hits', 60, 'cache'),
      kind: text('what happens', 60, 'down'),
      attributes: z.record(z.string().regex(/^\w+$/), z.union([z.string(), z.number()])).optional(),
      start: duration('when it begins', { minMs: 0, example: '40s' }).optional(),
      duration: duration('how long it lasts', { example: '10s' }).optional(),
      probability: share('records or calls that are hit', 0.05).optional(),
    }),
  ])
  .meta({ description: 'a fault: target:kind[,attribute=value][@start[+duration]][~probability], or { target, kind, … }', examples: ['cache:down@40s+10s'] })

const threshold = z
  .union([
    text('a threshold', 200, 'decision_latency: p(99)<100'),
    z.strictObject({
      threshold: text('the threshold', 200, 'decision_latency: p(99)<100'),
      abortOnFail: z.boolean().optional(),
      delayAbortEval: duration('time before it may end the run', { minMs: 0, example: '10s' }).optional(),
    }),
  ])
  .meta({ description: 'a threshold: metric{tag:value}: aggregation op value, or { threshold, abortOnFail, delayAbortEval }', examples: ['decision_latency: p(99)<100'] })

/** A scenario as a file writes it. Every field may be left out: it comes from `extends` or from the defaults. */
export const scenarioFile = z
  .strictObject({
    $schema: z.string().meta({ description: 'the JSON Schema for editors' }),
    schemaVersion: z.literal(1).meta({ description: 'version of this format: 1', examples: [1] }),
    extends: text('a built-in scenario, or a file in the same folder', 200, 'flash-sale'),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/).meta({ description: 'lower-case letters, digits and -, up to 64', examples: ['my-sale'] }),
    summary: text('what it shows', 200, 'A weekend sale'),
    seed: z.union([z.int().min(0), z.string().regex(/^\d{1,16}$/)]).refine(isSeed).meta({ description: `seed of all chance; ${SEED_RULE}`, examples: [1] }),
    duration: duration('length of the run', { minMs: 100, example: '60s' }),
    startsAt: z.string().regex(START_PATTERN).meta({
      description: 'virtual start of the run: a local time in timeZone, or a time with its offset from UTC',
      examples: ['2026-11-27T10:00'],
    }),
    timeZone: text('IANA time zone', 64, 'Asia/Kolkata'),
    partitions: whole('partitions of the log', 1, 1024, 8),
    catalog: z
      .strictObject({
        file: text('a CSV file, from this file’s folder; left out: a catalogue from the seed', 4096, 'catalog.csv').nullable(),
        skus: whole('SKUs; with a file at most so many of it', 1, 5_000_000, 5000),
        stores,
        stockFactor: number('multiplies the stock at the start', 0, 1_000, 1),
      })
      .partial(),
    traffic,
    admission: z
      .strictObject({ lagMax: admissionLag })
      .nullable()
      .meta({ description: 'how far behind a partition may be before new events are rejected; null: never', examples: [{ lagMax: '1s' }] }),
    promotions: z.array(promotion).max(1_000).meta({ description: 'promotions, at most 1000', examples: [[]] }),
    policy,
    faults: z.array(fault).max(1_000).meta({ description: 'faults on the timeline, at most 1000', examples: [['cache:down@40s+10s']] }),
    thresholds: z.array(threshold).max(1_000).meta({ description: 'thresholds beside the default ones, at most 1000', examples: [['decision_latency: p(99)<100']] }),
    latencyGate: duration('latency within which a run has recovered', { maxMs: 600_000, example: '100ms' }),
  })
  .partial()

export type ScenarioFile = z.infer<typeof scenarioFile>

/** For editors: completion and checks while typing. */
export function scenarioJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(scenarioFile, { io: 'input' })
  return { ...schema, title: 'promo scenario', description: 'A scenario of promo: traffic, promotions, policy, faults and thresholds.' }
}
