import { describe, expect, it } from 'vitest'
import type { Explanation } from '../../explanation.ts'
import { changeOf } from '../../../testing/sample-report-data.ts'
import { waterfall } from './waterfall.ts'

const { explanation } = changeOf()

/** The steps as they are read: `label amount`. */
function stepsOf(over: Partial<Explanation>): string[] {
  const { text } = waterfall(changeOf({ explanation: { ...explanation, ...over } }))
  return [...text.matchAll(/<th scope="row">(.*?)<\/th><td>(.*?)<\/td>/g)].map(([, label, amount]) => `${label} ${amount}`)
}

describe('the waterfall of a price', () => {
  it('given a discount that the guard cut, then it goes down to what was asked for and up to what was published', () => {
    expect(stepsOf({})).toEqual(['base price INR 100.00', 'promotion − INR 15.00', 'asked for INR 85.00', 'margin guard + INR 5.00', 'published INR 90.00'])
  })

  it('given clearance and high demand, then each is a step of its own', () => {
    const steps = stepsOf({ askedDiscountMinor: 2000, clearanceMinor: 500, surgeMinor: 300, askedMinor: 8300, priceAfter: 8300 })
    expect(steps.slice(1, -1)).toEqual(['promotion − INR 15.00', 'clearance of overstock − INR 5.00', 'high demand + INR 3.00', 'asked for INR 83.00'])
  })

  it('given no safe price, then it is off sale', () => {
    expect(stepsOf({ priceAfter: undefined }).at(-1)).toBe('off sale INR 0.00')
  })

  it('given a price set by hand, then that explains what was asked for', () => {
    expect(stepsOf({ inputs: { ...explanation.inputs, overrideMinor: 8000 }, askedDiscountMinor: 0, askedMinor: 8000, priceAfter: 9000 })[1]).toBe('price set by hand − INR 20.00')
  })
})
