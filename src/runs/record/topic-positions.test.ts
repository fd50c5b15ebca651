import { describe, expect, it } from 'vitest'
import { parseOffset } from '../replay/offsets.ts'
import { refuseBackwards, refuseWrongPlaces } from './topic-positions.ts'

const COUNTS = new Map([['sales', 8], ['costs', 2]])
const written = (place: '--from' | '--to', ...texts: readonly string[]) => texts.map((text) => parseOffset(text, place))
const refused = (mistake: object) => expect.objectContaining({ mistake: expect.objectContaining({ exitCode: 2, ...mistake }) })

describe('places in topics', () => {
  it.each<[texts: readonly string[], mistake: object]>([
    [['9:1'], { place: '--from', value: '9:1', rule: 'partitions 0 to 7', fix: 'write for example --from 7:start' }],
    [['costs/2:1'], { value: 'costs/2:1', rule: 'partitions 0 to 1' }],
    [['sale/0:1'], { value: 'sale/0:1', rule: 'one of sales, costs', fix: 'did you mean "sales"?' }],
    [['0:5', '0:6'], { value: '0:6', fix: 'leave out --from 0:6' }],
    [['@-1m', '@-2m'], { value: '@-2m' }],
  ])('given %j, then that is refused with what is there', (texts, mistake) => {
    expect(() => refuseWrongPlaces(COUNTS, written('--from', ...texts))).toThrow(refused(mistake))
  })

  it('given a place of all and one of a partition, then both are taken', () => {
    expect(() => refuseWrongPlaces(COUNTS, written('--from', '@-1m', '3:5', 'costs/1:0', 'sales/1:0'))).not.toThrow()
  })

  it.each([
    ['@-10m', '@-20m', [[0, 0]]],
    ['@2026-11-27T04:30:01Z', '@2026-11-27T04:30:00Z', [[0, 0]]],
    ['0:6', '0:2', [[6, 2], [0, 9]]],
  ] as const)('given %s to %s, then it comes after', (from, to, ranges) => {
    expect(() => refuseBackwards(written('--from', from), written('--to', to), ranges)).toThrow(refused({ place: '--from', value: from, message: expect.stringContaining(`comes after --to ${to}`) }))
  })

  it.each([['@-20m', '@-10m', [[0, 0]]], ['@-20m', '3', [[0, 3]]]] as const)('given %s to %s, then it may hold nothing', (from, to, ranges) => {
    expect(() => refuseBackwards(written('--from', from), written('--to', to), ranges)).not.toThrow()
  })
})
