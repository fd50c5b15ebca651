import { describe, expect, test } from 'vitest'
import { decode, isDeadLetter } from '../engine/pricing/codec.ts'
import { BUILT_IN_SCENARIOS } from './built-in/registry.ts'
import { openMarket } from './market.ts'
import { builtInScenario } from './resolve-scenario.ts'
import { seedLines } from './seed-lines.ts'
import { sampleScenario, sampleSkus } from './test-samples.ts'
import { Traffic } from './traffic.ts'

describe('what the generator writes', () => {
  test.each(Object.keys(BUILT_IN_SCENARIOS))('is understood by the pipeline: %s', (name) => {
    const { promotions, traffic, policy, startsAt } = builtInScenario(name)
    const scenario = sampleScenario({ promotions, policy, startsAt }, { mix: { ...traffic.mix, rules: 0.05 }, cost: traffic.cost })
    const market = openMarket(scenario, sampleSkus())
    const lines = Array.from({ length: scenario.partitions }, (_, partition) => [...seedLines(market, partition)]).flat()
    new Traffic(market, {}).emitDue(scenario.durationMs, (_, __, line) => lines.push(line))

    const refused = lines.map((line) => decode(line, startsAt)).filter(isDeadLetter)

    expect(lines.length).toBeGreaterThan(5_000)
    expect(refused).toEqual([])
  })
})
