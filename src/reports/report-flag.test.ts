import { describe, expect, it } from 'vitest'
import { parseReport } from './report-flag.ts'

describe('parseReport', () => {
  it('takes everything behind the first = as the path', () => {
    expect(parseReport('json=out/a=b.json')).toEqual({ kind: 'json', path: 'out/a=b.json' })
  })

  it.each<[text: string, code: string, fix: RegExp]>([
    ['jsn=a.json', 'unknown_report', /did you mean "json"/],
    ['pdf=a.pdf', 'unknown_report', /for example json=run\.json/],
    ['toString=a', 'unknown_report', /./],
    ['hgrm', 'bad_report', /hgrm=report\.hgrm/],
    ['hgrm=', 'bad_report', /hgrm=report\.hgrm/],
    ['json=a\0b', 'bad_report', /./],
  ])('refuses %j', (text, code, fix) => {
    expect(() => parseReport(text)).toThrow(expect.objectContaining({ mistake: expect.objectContaining({ code, value: text, exitCode: 2, fix: expect.stringMatching(fix) }) }))
  })
})
