import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyFolder } from '../testing/promo-cli.ts'
import { readSecret } from './secret.ts'

describe('a secret', () => {
  test('stands in the environment or in a file', () => {
    const folder = emptyFolder()
    const file = join(folder, 'password')
    writeFileSync(file, ' with blanks \n')
    expect(readSecret('env:PASSWORD', '--redis', { PASSWORD: 'p' })).toBe('p')
    expect(readSecret(`file:${file}`, '--redis', {})).toBe(' with blanks ')
    rmSync(folder, { recursive: true })
  })

  test.each([
    ['hunter2', 'a secret does not stand here itself'],
    ['env:', 'a secret does not stand here itself'],
    ['env:NOT_SET', 'env:NOT_SET leads to nothing'],
    ['env:EMPTY', 'env:EMPTY leads to nothing'],
    ['file:/nowhere/at/all', 'file:/nowhere/at/all leads to nothing'],
  ])('is not %j', (reference, message) => {
    expect(() => readSecret(reference, '--redis', { EMPTY: '' })).toThrow(expect.objectContaining({ mistake: expect.objectContaining({ message, place: '--redis', exitCode: 104 }) }))
  })

  test('that was written in the wrong place is not repeated', () => {
    try {
      readSecret('hunter2', '--redis', {})
    } catch (error) {
      expect(JSON.stringify(error)).not.toContain('hunter2')
    }
    expect.assertions(1)
  })
})
