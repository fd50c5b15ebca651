import { expect, it } from 'vitest'
import { line, paint } from './line.ts'
import { fixed, stack, type Section } from './stack.ts'

const bar = (name: string, min: number, max: number): Section => ({ min, max, draw: (rows) => Array.from({ length: rows }, () => line(name)) })
const drawn = (sections: readonly Section[], rows: number) => stack(sections, rows).map((row) => paint(row, false)).join('|')

it('gives what is left over to air, then to those that can grow, in their order', () => {
  const sections = [fixed([line('a')]), { ...bar('b', 1, 3), hasAir: true }, bar('c', 1, 9)]
  expect(drawn(sections, 3)).toBe('a|b|c')
  expect(drawn(sections, 4)).toBe('a||b|c')
  expect(drawn(sections, 7)).toBe('a||b|b|b|c|c')
})

it('leaves out what does not fit, and fills the rest with what does', () => {
  expect(drawn([bar('a', 2, 2), bar('b', 5, 5), bar('c', 1, 1)], 4)).toBe('a|a|c')
})

it('is never higher than it may be', () => {
  for (let rows = 0; rows < 12; rows++) expect(stack([bar('a', 1, 4), { ...bar('b', 2, 2), hasAir: true }, bar('c', 3, 9)], rows).length).toBeLessThanOrEqual(rows)
})

it('lets the eager grow first, where they stand', () => {
  expect(drawn([bar('a', 1, 9), { ...bar('b', 1, 3), isEager: true }], 5)).toBe('a|a|b|b|b')
})
