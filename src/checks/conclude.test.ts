import { describe, expect, it } from 'vitest'
import { concludeInvariants, totalCounters } from './conclude.ts'
import { inspect, judge, NO_EVIDENCE, readLine, seededLog } from './testing/judge.ts'
import { sale } from './testing/lines.ts'
import { START } from './testing/log-builder.ts'

describe('given the findings of a healthy partition', () => {
  const findings = inspect(seededLog())

  it('when they are concluded, then every invariant is named once and all but the re-execution pass', () => {
    const verdicts = concludeInvariants([findings], NO_EVIDENCE).map(({ name, status }) => `${name} ${status}`)
    expect(verdicts).toEqual([
      'lost pass',
      'duplicate_effects pass',
      'conservation pass',
      'margin_breaches_published pass',
      'stamps pass',
      'rules pass',
      'stale_reads pass',
      'fallback_sources pass',
      'version_regressions pass',
      'final_prices pass',
      'reexecution unknown',
      'liveness pass',
      'load_honesty pass',
    ])
  })

  it('when they come from a worker thread, then nothing is missing', () => {
    expect(structuredClone(findings)).toEqual(findings)
  })

  it('when there are several partitions, then their counters add up', () => {
    expect(totalCounters([findings, findings])).toMatchObject({ accepted: 2, processed: 2, decisions: 2 })
  })
})

describe('given many violations', () => {
  it('when they are concluded, then all are counted and five are shown', () => {
    const inputs = Array.from({ length: 9 }, (_, n) => sale(n))
    expect(judge(seededLog().batch({ now: START + 10, inputs })).lost).toMatchObject({ violations: 9, examples: { length: 5 } })
  })
})

describe('given damage in what a reader saw', () => {
  it('when the log is whole, then only the checks that judge reads cannot finish', () => {
    const verdicts = judge(seededLog(), [readLine(), '{"sku":"A"}\n', readLine()])
    expect(Object.values(verdicts).filter(({ status }) => status === 'unknown').map(({ name }) => name)).toEqual(['stale_reads', 'fallback_sources', 'version_regressions', 'reexecution', 'liveness'])
    expect(verdicts.stale_reads.examples[0].place).toBe('reads/1.jsonl line 2')
  })

  it('when the log is damaged too, then no read is judged', () => {
    const damaged = seededLog().batch({ now: START + 10, order: (record) => ({ ...record, batch: 7 }) })
    expect(judge(damaged, [readLine({ now: START + 99_999 })]).stale_reads).toMatchObject({ status: 'unknown', checked: 0 })
  })
})
