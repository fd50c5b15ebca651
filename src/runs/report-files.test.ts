import { expect, it } from 'vitest'
import { REPORT_KINDS as RENDERED } from '../reports/report-kinds.ts'
import { REPORT_KINDS } from './report-files.ts'

it('offers every kind of report that there is', () => {
  expect([...REPORT_KINDS].sort()).toEqual(Object.keys(RENDERED).sort())
})
