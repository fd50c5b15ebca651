import { expect, it } from 'vitest'
import type { ErrorDocument } from '../reports/formats/json.ts'
import { failureLines } from './failure.ts'

const failure = (error: Partial<ErrorDocument['error']>): ErrorDocument => ({
  schemaVersion: 1,
  error: { code: 'x', message: 'it is wrong', place: null, value: null, rule: null, fix: null, ...error },
  exitCode: 2,
})

it('says what and where, then how to mend it', () => {
  const lines = failureLines(failure({ place: 'sale.yaml:3:5', value: 'fast', rule: 'events a second', fix: 'write 20k' }))
  expect(lines).toEqual(['promo: sale.yaml:3:5: it is wrong', '  value fast', '  rule  events a second', '  fix   write 20k'])
})

it('names the place once', () => {
  expect(failureLines(failure({ place: '--rate', message: '--rate cannot be "0"' }))).toEqual(['promo: --rate cannot be "0"'])
})

it('lets no value steer the terminal', () => {
  expect(failureLines(failure({ value: '\u001B[2Jgone\nnew line' }))).toEqual(['promo: it is wrong', '  value \uFFFD[2Jgone\uFFFDnew line'])
})
