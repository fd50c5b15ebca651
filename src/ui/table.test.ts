import { expect, it } from 'vitest'
import { tableLines } from './table.ts'

it('lays rows out in columns, numbers to the right', () => {
  expect(tableLines(['RUN', ' SIZE'], [['a', '1 MB'], ['long-name', '12 MB']])).toEqual(['RUN         SIZE', 'a           1 MB', 'long-name  12 MB'])
})

it('is its head alone where there are no rows', () => {
  expect(tableLines(['RUN', ' SIZE'], [])).toEqual(['RUN  SIZE'])
})
