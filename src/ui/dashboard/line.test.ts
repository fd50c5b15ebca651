import { describe, expect, it } from 'vitest'
import { beside, cellsOf, clip, fit, line, paint, span, spreadOut, widthOf } from './line.ts'

describe('a text in cells', () => {
  it.each([['abc', 5, 'abc  '], ['abcdef', 4, 'abc…'], ['abc', 0, ''], ['日本語', 4, '日… '], ['日本語', 6, '日本語'], ['e\u0301a', 3, 'e\u0301a ']])('%j in %i is %j', (text, cells, fitted) => {
    expect(fit(text, cells)).toBe(fitted)
    expect(cellsOf(fit(text, cells))).toBe(cells)
  })
})

describe('a row', () => {
  const row = line('plain ', span('bad', 'bad'))

  it('is painted with colours, or without any escape', () => {
    expect(paint(row, true)).toBe('plain \u001B[31mbad\u001B[0m')
    expect(paint(row, false)).toBe('plain bad')
  })

  it('is cut where the terminal ends', () => {
    expect(paint(clip(row, 8), false)).toBe('plain b…')
    expect(widthOf(clip(row, 8))).toBe(8)
  })

  it('spreads out to both ends, the right one first', () => {
    expect(paint(spreadOut(line('left'), line('right'), 12), false)).toBe('left   right')
    expect(paint(spreadOut(line('too long'), line('right'), 10), false)).toBe('too… right')
  })

  it('stands beside another block', () => {
    expect(beside([line('a')], [line('b'), line('c')], 3, 1).map((each) => paint(each, false))).toEqual(['a   b', '    c'])
  })
})
