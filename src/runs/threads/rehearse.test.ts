import { describe, expect, it, vi } from 'vitest'
import { PricingPipeline } from '../../engine/pricing/pipeline.ts'
import { builtInScenario } from '../../scenarios/resolve-scenario.ts'
import { rehearse } from './rehearse.ts'

describe('a rehearsal', () => {
  it('given a scenario, then traffic like its is decided in memory, batch by batch', async () => {
    const steps = vi.spyOn(PricingPipeline.prototype, 'step')
    await rehearse(builtInScenario('steady'))
    const lines = steps.mock.results.flatMap(({ value }) => value.lines as readonly string[])
    const batches = steps.mock.calls.map(([, , batch]) => batch)
    steps.mockRestore()
    expect(batches).toEqual(batches.map((_, index) => index))
    expect(lines.filter((line) => line.startsWith('{"topic":"pricing_decisions","cause"')).length).toBeGreaterThan(100)
  })
})
