import { expect, it } from 'vitest'
import { REASONS } from '../../engine/pricing/reasons.ts'
import { REASON_TEXTS, reasonText } from './reason-texts.ts'

it('every reason of the engine has words', () => {
  expect(Object.keys(REASON_TEXTS)).toEqual([...REASONS])
})

it('a reason of a later version is named by its code', () => {
  expect(reasonText('SOME_REASON')).toBe('SOME_REASON')
})
