import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { drained, startGenerator } from '../../testing/generator-thread.ts'
import { planScenario } from '../plan-scenario.ts'
import { plannedFaults } from '../parsed-scenario.ts'
import { mergeSegments } from '../sent-file.ts'
import { type GeneratorTotals, type Segment, WHOLE } from './generator-setting.ts'

const scenario = { ...(await planScenario('steady', { rate: 2000, skus: 60, stores: 2, durationMs: 3000 })), faults: ['log:duplicate@1s+1s~0.3', 'feed.inventory:down@2s+500ms'] }

interface Sent {
  /** By partition, all lines in the order in which they were handed over. */
  readonly texts: readonly string[]
  readonly totals: GeneratorTotals
}

/** Everything one generator hands over, taken out of its rings as a log would. */
async function sentBy(segment: Segment): Promise<Sent> {
  const { control, rings, thread, done } = startGenerator({ scenario, paced: false, faults: plannedFaults(scenario), segment, seededWhen: 'accepted' })
  const ended = done.then(() => true)
  control.start(1)
  const texts = rings.map(() => '')
  do rings.forEach((ring, partition) => (texts[partition] += drained(ring)))
  while (!(await Promise.race([ended, setTimeout(1, false)])))
  const { totals } = await done
  await thread.terminate()
  return { texts, totals }
}

describe('a schedule in segments', () => {
  let whole: Sent
  let parts: readonly Sent[]
  beforeAll(async () => {
    whole = await sentBy(WHOLE)
    parts = await Promise.all([1, 2, 3].map((index) => sentBy({ index, of: 3 })))
  })

  test('given three generators, when each has sent its segment, then together that is the whole schedule, byte for byte', () => {
    expect(whole.texts.map((_, partition) => parts.map(({ texts }) => texts[partition]).join(''))).toEqual(whole.texts)
    expect(parts.map(({ texts }) => texts.flatMap((text, partition) => (text === '' ? [] : [partition])))).toEqual([[0, 3, 6], [1, 4, 7], [2, 5]])
  })

  test('given three generators, when their totals are merged, then they are those of the whole schedule', () => {
    const merged = mergeSegments([2, 0, 1].map((part) => parts[part].totals))
    expect(merged).toEqual({ ...whole.totals, trafficMs: merged.trafficMs })
    expect(whole.totals.duplicatesInjected).toBeGreaterThan(100)
  })
})
