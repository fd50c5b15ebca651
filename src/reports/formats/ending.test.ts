import { describe, expect, it } from 'vitest'
import type { Metric, RunDocument } from '../run-document.ts'
import { type BreachExample, type CutExample, ending, type EndingFacts } from './ending.ts'
import { documentOf, invariant, SHA256 } from '../testing/sample-document.ts'

const cut: CutExample = { sku: 'SKU-7', store: 'S04', name: 'Kettle', fromBps: 2000, toBps: 1500, priceMinor: 67_915, currency: 'INR', costMinor: 47_301, marginBps: 3035, reason: 'PROMO_MODIFY_DISCOUNT' }
const breached: BreachExample = { sku: 'SKU-9', store: 'S01', name: 'Lamp', priceMinor: 4000, currency: 'INR', costMinor: 6000, marginBps: -5000, floorMinor: 8572 }

const told = (document: Partial<RunDocument> = {}, facts: Partial<EndingFacts> = {}) =>
  ending({ document: documentOf(document), message: '6 thresholds and 8 invariants held', restarts: [], isInterrupted: false, cutExample: null, breachExample: null, ...facts })

const counter = (count: number): Metric => ({ type: 'counter', unit: 'events', values: { count, rate: null } })
const rejectedEvents = ({ sales, demand }: Record<'sales' | 'demand', number>) => ({
  events_rejected: counter(sales + demand),
  'events_rejected{kind:sales}': counter(sales),
  'events_rejected{kind:demand}': counter(demand),
  'events_rejected{kind:competitor}': counter(0),
})

const canary = (over: Partial<RunDocument>): Partial<RunDocument> => ({ run: { ...documentOf().run, scenario: 'canary' }, faults: [], ...over })

describe('ending', () => {
  it('tells a run that passed, and how to see one fail', () => {
    expect(told({}, { cutExample: cut })).toEqual([
      '1,200,000 events went through the pipeline in 60 s.',
      'bolt.price:crash@30s struck at 30 s; latency and lag were back within their limits 812 ms later.',
      'Lost 0, doubled 0, under the margin floor 0: recomputed from the log by checks that share no code with the pipeline.',
      `The log was executed again, to the same SHA-256: ${SHA256}.`,
      'Kettle (SKU-7, store S04): its 20 % off became 15 %, because more would have gone under its floor price; it sells for INR 679.15 at a cost of INR 473.01, a margin of 30.35 %.',
      'The whole run as a page: .promo/runs/r1/report.html',
      'Now see it fail: npx promo simulate canary',
    ])
  })

  it.each<[sentence: string, facts: [Partial<RunDocument>, Partial<EndingFacts>?], line: RegExp]>([
    ['a crash that never came', [{ faults: [{ spec: 'bolt.price:crash@30s', startedAtMs: null, endedAtMs: null, injected: 0, eligible: 0, recoveryMs: null }] }], /^bolt\.price:crash@30s was planned and never struck\.$/m],
    ['a fault without recovery', [{ faults: [{ spec: 'cache:down@40s', startedAtMs: 40_000, endedAtMs: 60_000, injected: null, eligible: null, recoveryMs: null }] }], /was on from 40 s to 60 s; less than 5 s were left to see it recover\.$/m],
    ['a fault that nobody noticed', [{ faults: [{ spec: 'cache:down@40s+5s', startedAtMs: 40_000, endedAtMs: 45_000, injected: null, eligible: null, recoveryMs: 0 }] }], /stayed within their limits for the 5 s after it\.$/m],
    ['how soon a bolt was back', [{}, { restarts: [{ spec: 'bolt.price:crash@30s', restartMs: 41.5, batches: 320 }] }], /^bolt\.price:crash@30s struck at 30 s; the bolt was back after 41\.5 ms, with 320 batches of its log executed again; latency and lag were back/m],
    ['a restart of another bolt to nobody', [{}, { restarts: [{ spec: 'bolt.decide:crash@9s', restartMs: 41.5, batches: 320 }] }], /^bolt\.price:crash@30s struck at 30 s; latency/m],
    ['one fault more than three', [{ faults: Array(4).fill(documentOf().faults[0]) }], /^And 1 more fault; the report has it\.$/m],
    ['more faults than three', [{ faults: Array(5).fill(documentOf().faults[0]) }], /^And 2 more faults/m],
    ['unknown counts', [{ invariants: [invariant('lost', 'unknown'), invariant('duplicate_effects', 'unknown', 3), invariant('margin_breaches_published')] }], /^Lost not known, doubled at least 3, under the margin floor 0:/m],
    ['nothing checked', [{ invariants: [] }], /^Whether anything was lost, doubled or under the margin floor is not known\.$/m],
    ['an execution that was not tried', [{ invariants: [] }], /^The log was not executed again\.$/m],
    ['an execution that differed', [{ invariants: [invariant('reexecution', 'fail', 1)] }], /not to the same SHA-256 as the run \(a{64}\)\.$/m],
    ['an execution that did not finish', [{ invariants: [invariant('reexecution', 'unknown')] }], /^Whether the log gives the same decisions again is not known\.$/m],
    ['events that nobody counted', [{ metrics: {} }], /^How many events went through the pipeline is not known\.$/m],
    ['what was rejected', [{ metrics: { ...documentOf().metrics, ...rejectedEvents({ sales: 34, demand: 1200 }) } }], /^Admission control rejected 1,234 events \(demand 1,200, sales 34\), because .* always admitted\.$/m],
    ['a discount that was taken away', [{}, { cutExample: { ...cut, toBps: 0, reason: 'PROMO_BLOCKED_MARGIN' } }], /its 20 % off was taken away, because any discount would/m],
    ['a reason without words', [{}, { cutExample: { ...cut, reason: 'SOME_REASON' } }], /because SOME_REASON;/m],
    ['a run that failed', [{ verdict: 'fail' }, { message: 'not held: lost: count==0' }], /^Failed: not held: lost: count==0\.$/m],
    ['a run that is unknown', [{ verdict: 'unknown' }, { message: 'the generator was the limit; try --rate 9000' }], /^This is no pass: the generator was the limit; try --rate 9000\.$/m],
    ['an interrupted run', [{}, { isInterrupted: true }], /^Interrupted\. 1,200,000 events .* all that follows is about those alone\.$/m],
    ['an interrupted run’s verdict', [{}, { isInterrupted: true }], /^Verdict over what there is: pass;/m],
    ['a breach outside the canary', [{ verdict: 'fail' }, { breachExample: breached }], /^Lamp \(SKU-9, store S01\) was on sale for INR 40\.00/m],
  ])('tells %s', (_sentence, facts, line) => {
    expect(told(...facts).join('\n')).toMatch(line)
  })

  it('tells the canary’s breaches, one item, and what the guard would have done', () => {
    const lines = told(canary({ verdict: 'fail', invariants: [invariant('margin_breaches_published', 'fail', 1234)] }), { breachExample: breached, cutExample: cut })
    expect(lines.slice(-3)).toEqual([
      'Lamp (SKU-9, store S01) was on sale for INR 40.00 at a cost of INR 60.00, a margin of -50 %; the guard lets nothing pass under INR 85.72.',
      'The whole run as a page: .promo/runs/r1/report.html',
      'Prices under the margin floor: 1,234. The canary runs without its guard, so it must fail, and the checks saw it.',
    ])
    expect(told(canary({}), { breachExample: { ...breached, floorMinor: null } }).join('\n')).toMatch(/the guard would have taken it off sale: no price of it is safe\.$/m)
  })

  it.each<[sentence: string, over: Partial<RunDocument>, line: RegExp]>([
    ['passes', { verdict: 'pass' }, /must not/],
    ['fails for something else', { verdict: 'fail', invariants: [invariant('lost', 'fail', 2), invariant('margin_breaches_published')] }, /does not show that/],
    ['is unknown', { verdict: 'unknown', invariants: [invariant('margin_breaches_published', 'unknown')] }, /does not show that/],
  ])('does not praise a canary that %s', (_sentence, over, line) => {
    expect(told(canary(over)).at(-1)).toMatch(line)
  })

  it('promises a failure to see only after a pass', () => {
    for (const verdict of ['fail', 'unknown'] as const) expect(told({ verdict }).join('\n')).not.toContain('canary')
    expect(told({}, { isInterrupted: true }).join('\n')).not.toContain('canary')
  })

  it('does not speak of more faults where all are told', () => {
    expect(told({ faults: Array(3).fill(documentOf().faults[0]) }).join('\n')).not.toMatch(/more faults/)
  })

  it('lets no name steer the terminal', () => {
    expect(told({}, { cutExample: { ...cut, name: 'Ket\u001B[2Jtle\n' } }).join('')).toContain('Ket\uFFFD[2Jtle\uFFFD (SKU-7')
  })
})
