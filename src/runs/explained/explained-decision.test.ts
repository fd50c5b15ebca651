import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICY, type PricingPolicy } from '../../engine/pricing/policy.ts'
import { explanationLines, type Explanation } from '../../reports/formats/explanation.ts'
import type { SeenEvent } from '../../reports/formats/explanation/seen-event.ts'
import { HOUR_MS, PricingWorld } from '../../testing/pricing-world.ts'
import { explainedDecision } from './explained-decision.ts'

/** What a person is told about the last decision of the world. */
function told(world: PricingWorld, policy: Partial<PricingPolicy> = {}, { mapMinor = 0, events = [] as readonly SeenEvent[] } = {}): string {
  const explanation = world.explanations.at(-1) as unknown as Explanation
  return explanationLines(explainedDecision({ explanation, cause: null, events }, { name: 'Kettle', mapMinor }, { ...DEFAULT_POLICY, ...policy })).join('\n')
}

/** The amounts of the waterfall with their signs. */
function waterfall(text: string): readonly (readonly [sign: string, label: string, amount: number])[] {
  const lines = text.slice(text.indexOf('PRICE\n'), text.indexOf('before this decision')).split('\n').slice(1)
  return lines.flatMap((line) => {
    const match = /^ {4}([+−= ]) (.+?) +INR ([\d,.]+)$/.exec(line)
    return match ? [[match[1].trim(), match[2], Math.round(Number(match[3].replaceAll(',', '')) * 100)] as const] : []
  })
}

function addUp(steps: ReturnType<typeof waterfall>): void {
  let sum = 0
  for (const [sign, label, amount] of steps) {
    if (sign === '=') expect(amount, label).toBe(sum)
    else sum += sign === '−' ? -amount : amount
  }
}

const promoted = (policy: Partial<PricingPolicy>, seed: Record<string, unknown>, promotion: Record<string, unknown>): PricingWorld => {
  const world = new PricingWorld(policy)
  world.seed(seed)
  world.promote(promotion)
  return world
}

describe('the waterfall', () => {
  it('given a discount that goes too deep, then the guard gives some of it back, and the sums are there to redo', () => {
    const text = told(promoted({}, { costMinor: 6000 }, { kind: 'percent-off', offBps: 2500 }))
    expect(waterfall(text)).toEqual([
      ['', 'base price', 10_000],
      ['−', 'promotion promo-1', 2500],
      ['=', 'asked', 7500],
      ['+', 'given back by the guard', 1500],
      ['=', 'published', 9000],
    ])
    addUp(waterfall(text))
    expect(text).toContain('floor = fixed ÷ (1 − 0.3) = 60.00 ÷ 0.7\n          = 85.72, rounded up')
    expect(text).toMatch(/asked 75\.00: is under the floor\n {7}20 % off: 80\.00 is under the floor\n {7}15 % off: 85\.00 is under the floor\n {7}10 % off: 90\.00 holds/)
    expect(text).toContain('margin = (90.00 − 60.00) ÷ 90.00\n           = 33.33 %, rounded down')
  })

  it.each<[sentence: string, overrideMinor: number, step: readonly [string, string, number]]>([
    ['lowers the price', 8000, ['−', 'down to the manual price', 2000]],
    ['raises the price', 12_000, ['+', 'up to the manual price', 2000]],
  ])('given a manual price that %s, then no promotion is named', (_sentence, overrideMinor, step) => {
    const world = promoted({}, {}, { kind: 'percent-off', offBps: 1000 })
    world.override(overrideMinor, HOUR_MS)
    const text = told(world)
    expect(waterfall(text)).toEqual([['', 'base price', 10_000], step, ['=', 'asked', overrideMinor], ['=', 'published', overrideMinor]])
    expect(text).toContain('✗ promo-1 (percent-off): INR 10.00 off; a manual price stands')
    expect(text).toContain(`asked ${overrideMinor / 100}.00: holds the floor`)
  })

  it('given price endings, then the rounding has a line', () => {
    const ending = { everyMinor: 100, endMinor: 99 }
    const text = told(promoted({ ending }, {}, { kind: 'percent-off', offBps: 1234 }), { ending })
    expect(waterfall(text)).toContainEqual(['+', 'up to the next price ending', 33])
    addUp(waterfall(text))
  })

  it('given a cheaper competitor, then the price follows and says so', () => {
    const world = new PricingWorld()
    world.seed()
    world.competitor(8000)
    expect(waterfall(told(world))).toContainEqual(['−', 'following a competitor', 2000])
    addUp(waterfall(told(world)))
  })

  it('given clearance beside a promotion, then each has its line', () => {
    const world = promoted({}, {}, { kind: 'percent-off', offBps: 500 })
    world.promote({ id: 'promo-2', kind: 'overstock-clearance', offBps: 1000, coverHours: 1 })
    expect(waterfall(told(world)).slice(1, 3)).toEqual([['−', 'promotion promo-1', 500], ['−', 'clearance', 1000]])
    addUp(waterfall(told(world)))
  })

  it('given no price that holds, then it says that it is not on sale', () => {
    const world = new PricingWorld()
    world.seed()
    world.cost(9000)
    expect(told(world)).toContain('= published                              unavailable')
    expect(told(world)).toContain('no price is safe: it is not on sale')
  })
})

describe('the guard’s sums', () => {
  it('take a contained tax out of the price', () => {
    const text = told(promoted({}, { tax: { mode: 'inclusive', rateBps: 1800 }, costMinor: 5000 }, { kind: 'percent-off', offBps: 500 }))
    expect(text).toContain('= 50.00 × 1.18 ÷ 0.646 = 91.34, rounded up')
    expect(text).toContain('margin = (95.00 ÷ 1.18 − 50.00) ÷ 95.00')
  })

  it('name every floor there is, and the one that counts', () => {
    const policy = { minProfitMinor: 3000 }
    const text = told(promoted(policy, { mapMinor: 8500, logisticsMinor: 100 }, { kind: 'percent-off', offBps: 1000 }), policy, { mapMinor: 8500 })
    expect(text).toContain('or (fixed + profit 30.00) = 81.00')
    expect(text).toContain('or the minimum advertised price, 85.00')
    expect(text).toContain('the highest counts: 85.00')
  })

  it('judge a deal at its deepest quantity', () => {
    const promotion = { id: 'promo-1', kind: 'tiered', label: 'promo', scope: {}, tiers: [{ minQty: 1, offBps: 500 }, { minQty: 6, offBps: 4000 }] }
    const events = [{ kind: 'promotion', topic: 'promo_rules', type: 'promotion_created', id: 'e', store: null, receivedAt: 0, offset: 0, data: { promotion } }]
    const text = told(promoted({}, {}, promotion), {}, { events })
    expect(text).toContain('asked, at its deepest quantity, 60.00: is under the floor')
    expect(text).toContain('25 % off: 75.00 holds')
  })

  it('leave long ladders out of sight, but for their ends', () => {
    const text = told(promoted({ ladderBps: 1 }, { costMinor: 6900 }, { kind: 'percent-off', offBps: 5000 }), { ladderBps: 1 })
    expect(text).toMatch(/49\.99 % off: .*\n.*\n.*\n +… and [\d,]+ more under the floor\n +1\.42 % off: 98\.58 holds/)
  })

  it('say that there is no guard where there is none', () => {
    const policy = { guard: false, publisherCheck: false }
    expect(told(promoted(policy, {}, { kind: 'percent-off', offBps: 6000 }), policy)).toContain('the guard is switched off in this scenario')
  })
})

it('names what refused each promotion', () => {
  const world = promoted({}, {}, { id: 'a', kind: 'percent-off', offBps: 500 })
  world.promote({ id: 'c', kind: 'flash-sale', offBps: 900, minOnHand: 100_000 })
  world.promote({ id: 'b', kind: 'percent-off', offBps: 1000 })
  expect(told(world).match(/^ {4}[✓✗] .*$/gm)).toEqual(['    ✗ a (percent-off): INR 5.00 off; another one gives more', '    ✓ b (percent-off): INR 10.00 off; taken', '    ✗ c: its own condition does not hold'])
})

it('groups stock by thousands', () => {
  const world = new PricingWorld()
  world.seed({}, [[91_482, 1867]])
  world.promote({ kind: 'percent-off', offBps: 500 })
  expect(told(world)).toContain('91,482 units on hand; 1,867 sold an hour')
})
