import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatMinorUnits, minorUnits } from './money-text.ts'

it.each<[string, number, number | undefined]>([
  ['799.00', 2, 79900],
  ['799', 2, 79900],
  ['799.5', 2, 79950],
  ['0.05', 2, 5],
  ['799', 0, 799],
  ['1.005', 3, 1005],
  ['1.005', 2, undefined],
  ['007', 2, undefined],
  ['.5', 2, undefined],
  ['5.', 2, undefined],
  ['9007199254740991', 0, Number.MAX_SAFE_INTEGER],
  ['9007199254740992', 0, undefined],
])('%s with %i digits is %s', (text, digits, minor) => {
  expect(minorUnits(text, digits)).toBe(minor)
})

it('reads back every amount that it wrote', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.constantFrom(0, 2, 3), (minor, digits) => {
      expect(minorUnits(formatMinorUnits(minor, digits), digits)).toBe(minor)
    }),
  )
})
