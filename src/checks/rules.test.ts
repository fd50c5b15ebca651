import { describe, expect, it } from 'vitest'
import { failures, judge, seededLog } from './testing/judge.ts'
import { decisions, overridden, type RowFacts, ruled, updated } from './testing/lines.ts'
import { type LogBuilder, START } from './testing/log-builder.ts'

const ENDS = START + 5_000
const flash = { id: 'flash', startsAt: START + 1_000, endsAt: ENDS, scope: {} }

const promoted = (rule: object = flash): LogBuilder =>
  seededLog().batch({ now: START + 500, inputs: [ruled('r1', 'promotion_created', { promotion: rule })], outputs: ({ input }) => [decisions(input(0))] })

/** A tick that decides 90.00 by the promotion `flash`. */
function reduced(log: LogBuilder, now: number, { row = {}, validUntil = ENDS }: { row?: RowFacts; validUntil?: number } = {}): LogBuilder {
  const decided = { priceMinor: 9_000, version: 2, reason: 'PROMO_APPROVED', ...row }
  return log.batch({ now, outputs: ({ tick }) => [decisions(tick, decided), updated(tick, { version: 2, priceMinor: 9_000, promotion: 'flash', validUntil })] })
}

const problems = (log: LogBuilder) => judge(log).rules.examples.map(({ problem }) => problem)

describe('given a promotion with a beginning and an end', () => {
  it('when it is applied between them, then all is well', () => {
    const log = reduced(promoted(), START + 1_000)
    expect(failures(log)).toEqual([])
    expect(judge(log).rules).toMatchObject({ status: 'pass', checked: 2 })
  })

  it.each([
    ['before it has begun', START + 999],
    ['when it is over', ENDS],
  ])('when it is applied %s, then decision and update are violations', (_, now) => {
    expect(problems(reduced(promoted(), now))).toEqual(['decided by a promotion, and none is in force', 'published under a promotion that is not in force'])
  })

  it('when a person has ended it, then it must not be applied any more', () => {
    const ended = promoted().batch({ now: START + 1_500, inputs: [ruled('r2', 'promotion_ended', { promotionId: 'flash' })], outputs: ({ input }) => [decisions(input(0))] })
    expect(problems(reduced(ended, START + 2_000))).toContain('decided by a promotion, and none is in force')
  })

  it('when it is about other SKUs or categories, then it must not be applied here', () => {
    expect(problems(reduced(promoted({ ...flash, scope: { skus: ['B'] } }), START + 1_000))).toHaveLength(2)
    expect(problems(reduced(promoted({ ...flash, scope: { categories: ['toys'] } }), START + 1_000))).toHaveLength(2)
    expect(problems(reduced(promoted({ ...flash, scope: { categories: ['c'] } }), START + 1_000))).toEqual([])
  })

  it('when its price is valid for longer than the promotion, then the update is a violation', () => {
    expect(problems(reduced(promoted(), START + 1_000, { validUntil: ENDS + 1 }))).toEqual(['published with a validity that outlives its promotion'])
  })

  it('when it ends in the same batch, then what was decided before that was right', () => {
    const change = { ...flash, endsAt: START + 600 }
    const log = promoted().batch({
      now: START + 1_000,
      inputs: [ruled('r2', 'promotion_changed', { promotion: change })],
      outputs: ({ input, tick }) => [decisions(tick, { priceMinor: 9_000, version: 2, reason: 'PROMO_APPROVED' }), updated(tick, { version: 2, priceMinor: 9_000, promotion: 'flash', validUntil: ENDS }), decisions(input(0))],
    })
    expect(problems(log)).toEqual([])
  })
})

describe('given a manual price', () => {
  const manual = (row: RowFacts, priceMinor = 9_500, now = START + 10): LogBuilder =>
    seededLog()
      .batch({ now: START + 10, inputs: [overridden(0, priceMinor, ENDS)], outputs: ({ input }) => [decisions(input(0), now === START + 10 ? { version: 2, ...row } : {})] })
      .batch({ now: now + 1, outputs: ({ tick }) => (now === START + 10 ? [] : [decisions(tick, { version: 2, ...row })]) })

  it('when it is decided, then all is well', () => {
    expect(problems(manual({ priceMinor: 9_500, reason: 'MANUAL_OVERRIDE' }))).toEqual([])
  })

  it('when another price is decided, then that is a violation', () => {
    expect(problems(manual({ priceMinor: 10_000 }))).toEqual(['a manual price is in force and clears the floor, and another one was decided'])
  })

  it('when it is under the floor, then the guard may decide what it likes', () => {
    expect(problems(manual({ priceMinor: 8_572, reason: 'PROMO_MODIFY_DISCOUNT' }, 8_000))).toEqual([])
  })

  it('when it is over, then it must not be the reason any more', () => {
    expect(problems(manual({ priceMinor: 9_500, reason: 'MANUAL_OVERRIDE' }, 9_500, ENDS))).toContain('decided by a manual price, and none is in force')
  })
})
