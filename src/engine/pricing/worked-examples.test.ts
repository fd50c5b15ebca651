import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { PricingWorld } from '../../testing/pricing-world.ts'

const EXAMPLES = JSON.parse(readFileSync(new URL('../../../fixtures/goldens/worked-examples.json', import.meta.url), 'utf8'))

describe('the worked examples of the pricing domain', () => {
  test.each<[string, any]>(EXAMPLES.map((example: { case: string }) => [example.case, example]))('%s', (_: unknown, example: any) => {
    const world = new PricingWorld(example.policy)
    world.seed(example.sku, example.stores ?? [[500, 5]])
    const seeded = world.lines
    if (example.surging) world.sell(60)
    const [row] = world.promote(example.promotion)
    const explanation = world.lines.map((line) => JSON.parse(line)).find((line) => line.explanation)?.explanation
    const { askedMinor, alert, ...expected } = example.expect
    expect(row).toMatchObject(expected)
    if (askedMinor && explanation) expect(explanation.askedMinor).toBe(askedMinor)
    if (alert) expect([...seeded, ...world.lines].some((line) => line.includes(`"type":"${alert}"`))).toBe(true)
  })
})
