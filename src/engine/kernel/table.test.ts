import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldsOf, Table } from './table.ts'

const FIELDS = fieldsOf(['price', 'version', 'floor'])
const cell = fc.record({ row: fc.nat(40), field: fc.nat(2), value: fc.double({ noNaN: true }) })

describe('a table', () => {
  test('numbers its fields in their order', () => {
    expect(FIELDS).toEqual({ price: 0, version: 1, floor: 2 })
  })

  test('holds what was set last, and 0 where nothing was, like a table of lists', () => {
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        const table = new Table(FIELDS, 1)
        const model: number[][] = []
        for (const { row, field, value } of cells) {
          table.grow(row + 1)
          while (model.length <= row) model.push([0, 0, 0])
          table.set(row, field, value)
          model[row][field] = value
        }
        expect([...table.save()]).toEqual(model.flat())
        expect(model.every((fields, row) => fields.every((value, field) => Object.is(table.get(row, field), value)))).toBe(true)
      }),
    )
  })

  test('never shrinks', () => {
    const table = new Table(FIELDS)
    table.grow(5)
    table.grow(2)
    expect(table.rows).toBe(5)
  })

  test('goes on from a copy of its save', () => {
    const [table, loaded] = [new Table(FIELDS, 1), new Table(FIELDS)]
    table.grow(2)
    table.set(1, FIELDS.floor, 7)
    const saved = table.save().slice()
    table.set(1, FIELDS.floor, 8)
    loaded.load(saved)
    loaded.grow(300)
    expect([loaded.get(1, FIELDS.floor), loaded.get(299, FIELDS.price), loaded.rows]).toEqual([7, 0, 300])
  })
})
