import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { combinedSha256 } from './reexecution.ts'
import { inspect, judge, seededLog } from './testing/judge.ts'
import { decisions, explained, sale } from './testing/lines.ts'
import { START } from './testing/log-builder.ts'

const log = seededLog().batch({ now: START + 10, inputs: [sale(0)], outputs: ({ input }) => [decisions(input(0), { events: 1, onHand: 99 }), explained()] })
const { decisionsSha256 } = inspect(log)
const recordedSha256 = combinedSha256([decisionsSha256])

describe('given the digest of a log', () => {
  it('when it is made, then from every committed decisions line with its newline, and nothing else', () => {
    const lines = log.lines.filter((line) => line.startsWith('{"topic":"pricing_decisions"'))
    expect(lines).toHaveLength(3)
    expect(decisionsSha256).toBe(createHash('sha256').update(lines.map((line) => `${line}\n`).join('')).digest('hex'))
  })

  it('when output lines follow the last order record, then they do not count', () => {
    expect(inspect([log.bytes(), Buffer.from(`${JSON.stringify(decisions('t2', {}))}\n`)]).decisionsSha256).toBe(decisionsSha256)
  })

  it('when all digests are one, then it passes', () => {
    expect(judge(log, [], { recordedSha256, reexecutedSha256: [decisionsSha256] }).reexecution).toMatchObject({ status: 'pass', checked: 2 })
  })

  it('when nobody executed it again, then it is unknown', () => {
    expect(judge(log, [], { recordedSha256 }).reexecution.status).toBe('unknown')
  })

  it('when the run recorded another digest, then it fails, even without a re-execution', () => {
    expect(judge(log, [], { recordedSha256: 'other' }).reexecution).toMatchObject({ status: 'fail', violations: 1 })
  })

  it('when the re-execution differs, then it fails and names the partition', () => {
    expect(judge(log, [], { recordedSha256, reexecutedSha256: ['other'] }).reexecution).toMatchObject({ status: 'fail', examples: [{ place: 'log/0', found: 'other' }] })
  })
})
