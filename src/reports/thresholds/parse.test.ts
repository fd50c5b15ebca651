import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../engine/kernel/user-error.ts'
import { METRIC_NAMES, metricRule } from '../metric-names.ts'
import { mergeThresholds, percentilesOf } from './merge.ts'
import { parseThreshold } from './parse.ts'

const flag = { place: '--threshold', exitCode: 2 } as const
const taggable = { kinds: ['sales', 'cost'], bolts: ['price', 'decide'], faults: ['bolt.price:crash@30s', 'feed.cost:bad_cost,factor=100@25s+20s~0.05'] }
const parse = (text: unknown) => parseThreshold(text as string, flag, taggable)

function mistakeOf(written: unknown) {
  try {
    parse(written)
  } catch (error) {
    if (error instanceof UserError) return error.mistake
    throw error
  }
  throw new Error(`${JSON.stringify(written)} was accepted`)
}

describe('parseThreshold', () => {
  it('reads every part', () => {
    expect(parse('decision_latency{phase:recovery}: p(99)<500')).toEqual({
      metric: 'decision_latency',
      tags: { phase: 'recovery' },
      key: 'decision_latency{phase:recovery}',
      aggregation: 'p(99)',
      operator: '<',
      value: 500,
      expression: 'p(99)<500',
      text: 'decision_latency{phase:recovery}: p(99)<500',
    })
  })

  it.each<[written: unknown, text: string]>([
    ['lost:count==0', 'lost: count==0'],
    ['  decision_latency { phase : steady } : p( 99.90 ) <= 0100.50 ', 'decision_latency{phase:steady}: p(99.9)<=100.5'],
    ['achieved_ratio: value >= 0.99', 'achieved_ratio: value>=0.99'],
    ['margin_bps: min > -1467', 'margin_bps: min>-1467'],
    ['margin_bps: min != -0', 'margin_bps: min!=0'],
    ['decision_latency: count > 1000', 'decision_latency: count>1000'],
    ['events_sent{kind:sales}: rate>=100', 'events_sent{kind:sales}: rate>=100'],
    ['bolt_latency{bolt:price}: med<1', 'bolt_latency{bolt:price}: med<1'],
    ['recovery_time{fault:bolt.price:crash@30s}: value<5000', 'recovery_time{fault:bolt.price:crash@30s}: value<5000'],
    ['recovery_time{fault:feed.cost:bad_cost,factor=100@25s+20s~0.05}: max<5000', 'recovery_time{fault:feed.cost:bad_cost,factor=100@25s+20s~0.05}: max<5000'],
    [{ threshold: 'lost: count==0' }, 'lost: count==0'],
    [{ threshold: 'lost: count==0', abortOnFail: false }, 'lost: count==0'],
  ])('%j is %s', (written, text) => {
    expect(parse(written).text).toBe(text)
  })

  it.each<[written: unknown, code: string, message: RegExp, fix: RegExp]>([
    ['', 'bad_threshold', /"" is not a threshold/, /p\(99\)<100/],
    ['decision_latency', 'bad_threshold', /not a threshold/, /./],
    ['decision_latency: p(99)', 'bad_threshold', /"p\(99\)" is not/, /./],
    ['decision_latency: <100', 'bad_threshold', /not a threshold/, /./],
    ['decision_latency: p(99)=<100', 'bad_threshold', /not a threshold/, /./],
    ['decision_latency: p(99)=100', 'bad_threshold', /not a threshold/, /./],
    ['decision_latency{phase:steady: p(99)<1', 'bad_threshold', /not a threshold/, /./],
    [`lost: count==${'0'.repeat(400)}`, 'bad_threshold', /not a threshold/, /./],
    ['decision_latncy: p(99)<100', 'unknown_metric', /no metric "decision_latncy"/, /did you mean "decision_latency"/],
    ['http_req_duration: p(99)<100', 'unknown_metric', /http_req_duration/, /for example/],
    ['__proto__: count==0', 'unknown_metric', /__proto__/, /./],
    ['toString: count==0', 'unknown_metric', /toString/, /./],
    ['lost: p(99)<1', 'bad_aggregation', /lost has no "p\(99\)"/, /count/],
    ['lost: value==0', 'bad_aggregation', /lost has no "value"/, /./],
    ['achieved_ratio: count>0', 'bad_aggregation', /achieved_ratio has no "count"/, /value/],
    ['decision_latency: rate>0', 'bad_aggregation', /no "rate"/, /./],
    ['decision_latency: maxx<5', 'bad_aggregation', /no "maxx"/, /did you mean "max"/],
    ['decision_latency: p(101)<5', 'bad_aggregation', /"p\(101\)" is no percentile/, /p\(99\.9\)/],
    ['decision_latency: p(N)<5', 'bad_aggregation', /"p\(N\)"/, /./],
    ['decision_latency: p()<5', 'bad_aggregation', /"p\(\)"/, /./],
    ['decision_latency: p(99)<100ms', 'bad_threshold', /"100ms" is no value/, /write <100 if that is in ms/],
    ['achieved_ratio: value>=99%', 'bad_threshold', /"99%"/, /write >=99 if that is in ratio/],
    ['lost: count==1e3', 'bad_threshold', /"1e3"/, /./],
    ['lost: count==NaN', 'bad_threshold', /"NaN"/, /for example ==100/],
    ['lost: count==0 && rate<1', 'bad_threshold', /"0 && rate<1"/, /./],
    ['lost{phase:steady}: count==0', 'unknown_tag', /lost is not measured by "phase"/, /leave the tag out/],
    ['decision_latency{fase:steady}: max<1', 'unknown_tag', /"fase"/, /did you mean "phase"/],
    ['decision_latency{phase:stedy}: max<1', 'bad_tag', /no phase "stedy"/, /did you mean "steady"/],
    ['decision_latency{phase:steady,phase:fault}: max<1', 'bad_tag', /phase twice/, /two thresholds/],
    ['decision_latency{phase}: max<1', 'bad_tag', /"phase" is not tag:value/, /\{phase:recovery\}/],
    ['decision_latency{}: max<1', 'bad_tag', /"" is not tag:value/, /./],
    ['bolt_latency{bolt:prise}: max<1', 'bad_tag', /no bolt "prise"/, /did you mean "price"/],
    ['recovery_time{fault:cache:down@40s}: value<1', 'bad_tag', /no fault "cache:down@40s"/, /./],
    ['events_sent{kind:weather}: count>1', 'bad_tag', /no kind "weather"/, /./],
    ['decision_latency: p(99)<500 over(10s)', 'threshold_not_there_yet', /"over\(…\)"/, /leave it out/],
    ['decision_latency: p(99)<=baseline*1.1', 'threshold_not_there_yet', /"baseline"/, /leave it out/],
    [{ threshold: 'lost: count==0', abortOnFail: true }, 'threshold_not_there_yet', /"abortOnFail"/, /leave it out/],
    [{ threshold: 'lost: count==0', delayAbortEval: '10s' }, 'threshold_not_there_yet', /"delayAbortEval"/, /leave it out/],
    [{ threshold: 'lost: count==0', abort: 1 }, 'bad_threshold', /"abort" is not a field/, /leave it out/],
    [{}, 'bad_threshold', /not a threshold/, /./],
    [null, 'bad_threshold', /not a threshold/, /./],
    [['lost: count==0'], 'bad_threshold', /"0" is not a field/, /./],
  ])('refuses %j as %s', (written, code, message, fix) => {
    const mistake = mistakeOf(written)
    expect(mistake).toMatchObject({ code, place: '--threshold', exitCode: 2, message: expect.stringMatching(message), fix: expect.stringMatching(fix) })
    expect(mistake.rule).toMatch(/\w/)
  })

  it('says what the metric has where the aggregation is of another type', () => {
    expect(mistakeOf('decision_latency: value<1').rule).toBe('decision_latency is a histogram, which has avg, min, med, max, p(N), count')
  })

  it.each<[written: string, rule: RegExp]>([
    ['lost{phase:steady}: count==0', /^lost has no tags$/],
    ['decision_latency{fase:steady}: max<1', /^tags of decision_latency: phase$/],
    ['bolt_latency{bolt:prise}: max<1', /^values of bolt: price, decide$/],
    ['decision_latency: p(99)<100ms', /decision_latency is in ms$/],
  ])('says the rule that %s breaks', (written, rule) => {
    expect(mistakeOf(written).rule).toMatch(rule)
  })

  it('says that a run has no faults to ask for', () => {
    const wanted = () => parseThreshold('recovery_time{fault:cache:down}: value<1', flag, { faults: [] })
    expect(wanted).toThrow(expect.objectContaining({ mistake: expect.objectContaining({ rule: 'this run has no fault' }) }))
  })

  it('takes any bolt where it is not told which there are', () => {
    expect(parseThreshold('bolt_latency{bolt:mine}: max<1', flag).tags).toEqual({ bolt: 'mine' })
  })

  it('takes place and exit code from where the threshold was written', () => {
    const inFile = { place: 'sale.yaml:3:7', exitCode: 104 } as const
    expect(() => parseThreshold('lots: count==0', inFile)).toThrow(expect.objectContaining({ mistake: expect.objectContaining(inFile) }))
  })
})

describe('properties of the grammar', () => {
  const aggregation = { counter: ['count', 'rate'], gauge: ['value', 'min', 'max'], histogram: ['avg', 'min', 'med', 'max', 'count', 'p(50)', 'p(99.999)'] }
  const value = fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 })).map(([digits, decimals]) => (digits / 10 ** decimals).toFixed(decimals))
  const anyThreshold = fc.constantFrom(...METRIC_NAMES).chain((name) => {
    const { type, tags = [] } = metricRule(name)
    const values = { phase: 'fault', bolt: 'price', kind: 'cost', fault: taggable.faults[1] }
    const tag = fc.constantFrom('', ...tags.map((each) => `{${each}:${values[each]}}`))
    return fc.tuple(tag, fc.constantFrom(...aggregation[type]), fc.constantFrom('>=', '<=', '==', '!=', '>', '<'), value).map(([tagged, ...expression]) => `${name}${tagged}: ${expression.join('')}`)
  })

  it('every threshold survives being written and read', () => {
    fc.assert(
      fc.property(anyThreshold, (written) => {
        expect(parse(parse(written).text)).toEqual(parse(written))
      }),
    )
  })

  it('garbage is refused by a UserError and nothing else', () => {
    const nearly = fc.array(fc.constantFrom('decision_latency', 'lost', '{', '}', 'phase', ':', 'p(99)', 'count', '<', '==', '5', 'ms', ' ', ',', '(', '\u0000', 'baseline'), { maxLength: 12 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' }), fc.anything()), (garbage) => {
        try {
          parse(garbage)
        } catch (error) {
          expect(error).toBeInstanceOf(UserError)
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('mergeThresholds', () => {
  const texts = (...lists: readonly (readonly string[])[]) => {
    const [base, added] = lists.map((list) => list.map(parse))
    return mergeThresholds(base, added).map(({ text }) => text)
  }

  it('replaces one of the same metric, tags and aggregation in its place, and adds others', () => {
    expect(texts(['decision_latency: p(99)<100', 'lost: count==0'], ['decision_latency:p(99.0) <= 50', 'decision_latency: p(95)<20', 'decision_latency{phase:fault}: p(99)<900'])).toEqual([
      'decision_latency: p(99)<=50',
      'lost: count==0',
      'decision_latency: p(95)<20',
      'decision_latency{phase:fault}: p(99)<900',
    ])
  })

  it('lets the last of several have its way', () => {
    expect(texts([], ['lost: count<5', 'lost: count==0'])).toEqual(['lost: count==0'])
  })
})

it('percentilesOf names what the document must contain', () => {
  const asked = percentilesOf(['decision_latency: p(97.5)<1', 'decision_latency: p(99)<2', 'decision_latency: max<3', 'price_read_latency: p(10)<1'].map(parse))
  expect([...asked]).toEqual([['decision_latency', [97.5, 99]], ['price_read_latency', [10]]])
})
