import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvLine } from './csv-line.ts'
import { csvRows } from './csv-rows.ts'

async function* one(text: string): AsyncGenerator<string> {
  yield text
}

it.each([
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
])('writes %s so that no spreadsheet runs it', (cell, written) => {
  expect(csvLine([cell])).toBe(`${written}\n`)
})

it('writes numbers as they are', () => {
  expect(csvLine([-5, 1.25])).toBe('-5,1.25\n')
})

it('reads back what it wrote', async () => {
  expect.hasAssertions()
  const cell = fc.string().filter((text) => !/^[=+\-@\t\r]/.test(text))
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 2, maxLength: 6 }), async (cells) => {
      for await (const row of csvRows(one(csvLine(cells)), 'x.csv')) expect(row.cells).toEqual(cells)
    }),
  )
})
