import { describe, expect, it } from 'vitest'
import { UserError } from '../../engine/kernel/user-error.ts'
import { errorDocument, renderJson } from './json.ts'
import { documentOf } from '../testing/sample-document.ts'

describe('renderJson', () => {
  it('is one document that reads back as it was', () => {
    const document = documentOf()
    expect(JSON.parse(renderJson(document))).toEqual(document)
    expect(renderJson(document)).toMatch(/^\{\n {2}"schemaVersion": 1,[^]*\}\n$/)
  })
})

describe('errorDocument', () => {
  it('has all that mends a mistake', () => {
    const mistake = { code: 'unknown_fault', message: 'there is no fault "crsh"', place: '--fault', value: 'crsh', rule: 'r', fix: 'did you mean "crash"?', exitCode: 2 } as const
    const { exitCode, ...error } = mistake
    expect(errorDocument(new UserError(mistake))).toEqual({ schemaVersion: 1, error, exitCode })
  })

  it('has null where a mistake says nothing', () => {
    expect(errorDocument(new UserError({ code: 'c', message: 'm', exitCode: 104 })).error).toEqual({ code: 'c', message: 'm', place: null, value: null, rule: null, fix: null })
  })

  it.each([[new TypeError('x is undefined'), 'x is undefined'], ['text', 'something was thrown that is no error']])('takes %s for our own error', (thrown, message) => {
    expect(errorDocument(thrown)).toMatchObject({ error: { code: 'own_error', message }, exitCode: 107 })
  })
})
