import { describe, expect, it } from 'vitest'
import { judge, seededLog } from './testing/judge.ts'
import { decisions, updated } from './testing/lines.ts'
import { START, STORE } from './testing/log-builder.ts'

const NOW = START + 2_000
const VALID = START + 86_400_000
const last = { version: 2, priceMinor: 9_500, validUntil: VALID }
const first = { version: 1, priceMinor: 10_000, validUntil: VALID }
const ended = { sent: { generators: [], ended: true } }

const log = () =>
  seededLog().batch({ now: START + 1_000, outputs: ({ tick }) => [decisions(tick, { version: 2, priceMinor: 9_500 }), updated(tick, { version: 2, priceMinor: 9_500 })] })

function judged({ hot = { ...last, leaseUntil: NOW }, cold = last, sku = 'A' }: { hot?: object | null; cold?: object | null; sku?: string }, faults: readonly string[] = []) {
  const held = (price: object | null) => price && Object.values(price)
  const line = `${JSON.stringify({ now: NOW, sku, stores: [[STORE, held(hot), held(cold)]] })}\n`
  return judge(log(), [], { ...ended, hasStandingPrices: true }, { prices: [line], scenario: { startsAt: START, durationMs: 60_000, faults } }).final_prices
}

describe('given what cache and store held at the end', () => {
  it('when both hold the last price of the log, then it is the reference that they agree with', () => {
    expect(judged({})).toMatchObject({ status: 'pass', checked: 1, violations: 0 })
  })

  it.each([
    ['the cache holds an older version', { hot: { ...first, leaseUntil: NOW } }, 'the cache holds another price than the last one'],
    ['the cache holds another price under that version', { hot: { ...last, priceMinor: 9_499, leaseUntil: NOW } }, 'the cache holds another price than the last one'],
    ['the cache promises another validity', { hot: { ...last, validUntil: VALID + 1, leaseUntil: NOW } }, 'the cache holds another price than the last one'],
    ['the cache has nothing', { hot: null }, 'the cache has lost the item'],
    ['the store holds an older version', { cold: first }, 'the store holds another price than the last one'],
    ['the store has nothing', { cold: null }, 'the store has lost the item'],
    ['they hold what nobody published', { sku: 'B' }, 'the log knows no such item'],
  ])('when %s, then that is a violation', (_, stood, problem) => {
    expect(judged(stood)).toMatchObject({ status: 'fail', violations: 1, examples: [{ problem }] })
  })

  it('when the cache holds an older version under a lease that has run out, then no reader is served it', () => {
    expect(judged({ hot: { ...first, leaseUntil: NOW - 1 } }).status).toBe('pass')
  })

  it('when a fault kept the last price from one of them, then it is excused, and the other is not', () => {
    const stood = { hot: { ...first, leaseUntil: NOW }, cold: first }
    expect(judged(stood, ['cache:down@1s+1s'])).toMatchObject({ examples: [{ problem: 'the store holds another price than the last one' }] })
    expect(judged(stood, ['cache:down@1s+1s', 'store:down@1s+1s']).status).toBe('pass')
  })
})

describe('given a run of which nobody wrote down what stood at the end', () => {
  it('when it had ended, then the check could not finish; when it was cut off, there was nothing to write', () => {
    expect(judge(log(), [], { ...ended, hasStandingPrices: false }).final_prices.status).toBe('unknown')
    expect(judge(log(), [], { sent: { generators: [] }, hasStandingPrices: false }).final_prices.status).toBe('pass')
  })
})

describe('given a file of standing prices that is damaged', () => {
  it.each(['{"now":1}\n', 'not JSON\n', 'null\n', '{"now":1,"sku":"A"', '{"now":1,"sku":"A","stores":[["S01",[1,2,3],null]]}\n', '{"now":1,"sku":"A","stores":[["S01",null,[1,"2",3]]]}\n'])('when a line is %j, then the check could not finish', (line) => {
    const verdicts = judge(log(), [], {}, { prices: [line] })
    expect(Object.values(verdicts).filter(({ status }) => status === 'unknown').map(({ name }) => name)).toEqual(['final_prices', 'reexecution'])
  })
})
