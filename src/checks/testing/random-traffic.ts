import fc from 'fast-check'
import { STORE, START } from './log-builder.ts'
import { seeded } from './lines.ts'
import { type ToyInput, ToyPipeline } from './toy-pipeline.ts'

interface Happening {
  readonly gapMs: number
  readonly kind: number
  readonly sku: string
  readonly amount: number
  readonly repeats: boolean
}

const SKUS = ['A', 'B', 'C']

const happening: fc.Arbitrary<Happening> = fc.record({
  gapMs: fc.nat(400),
  kind: fc.nat(9),
  sku: fc.constantFrom(...SKUS),
  amount: fc.integer({ min: 1, max: 60 }),
  repeats: fc.boolean(),
})

/** A healthy log: any mix of events, repeated ids included, in batches of any size. */
export const healthyPipeline: fc.Arbitrary<ToyPipeline> = fc
  .tuple(fc.array(happening, { maxLength: 40 }), fc.integer({ min: 1, max: 7 }))
  .map(([happenings, batchSize]) => run(happenings, batchSize))

function run(happenings: readonly Happening[], batchSize: number): ToyPipeline {
  const pipeline = new ToyPipeline()
  pipeline.batch(START, SKUS.map((sku) => seeded(sku) as ToyInput))
  let now = START
  const inputs = happenings.flatMap((one, n) => (one.repeats ? [toInput(one, n), toInput(one, n)] : [toInput(one, n)]))
  for (let at = 0; at < inputs.length; at += batchSize) {
    now += happenings[at % happenings.length].gapMs
    pipeline.batch(now, inputs.slice(at, at + batchSize))
  }
  pipeline.batch(now + 1_000, [])
  return pipeline
}

/** Costs stay far enough from 60.00 to move the price, and near enough to be no slip. */
function toInput({ kind, sku, amount }: Happening, n: number): ToyInput {
  const make = (topic: string, type: string, data: object, store?: string) => ({ topic, type, data, id: `g1-0-${n}`, sku, store, ts: START + n }) as ToyInput
  if (kind <= 3) return make('demand_events', 'view', {}, STORE)
  if (kind <= 6) return make('sales_events', 'sale', { qty: amount }, STORE)
  if (kind === 7) return make('inventory_events', 'received', { qty: amount }, STORE)
  if (kind === 8) return make('inventory_events', 'stock_counted', { onHand: amount }, STORE)
  return make('vendor_cost_updates', 'cost_changed', { costMinor: 3_000 + amount * 90, currency: 'INR' })
}
