import { monotonicMs } from '../../adapters/embedded/run-control.ts'
import { PricingPipeline } from '../../engine/pricing/pipeline.ts'
import { generateCatalog } from '../../scenarios/generated-catalog/generate.ts'
import { type Market, openMarket } from '../../scenarios/market.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { seedLines } from '../../scenarios/seed-lines.ts'
import { Traffic } from '../../scenarios/traffic.ts'

const SKUS = 200
const TICK_MS = 50
const EVENTS_MAX = 20_000
const TRAFFIC_MS_MAX = 30_000
/** A slow machine is as warm as it gets in this time. */
const REHEARSAL_MS_MAX = 1500

/**
 * Decides traffic like the scenario's in memory, and throws everything away. Code that has never run is slow, and is
 * compiled while it runs: on machines that a run shares with its brokers the first seconds of traffic would wait for that.
 */
export async function rehearse(scenario: Scenario): Promise<void> {
  const { seed, policy, catalog } = scenario
  const market = openMarket({ ...scenario, partitions: 1 }, await generateCatalog(seed, SKUS))
  const pipeline = new PricingPipeline({ partition: 0, partitions: 1, policy, stores: catalog.stores })
  const endAtMs = monotonicMs() + REHEARSAL_MS_MAX
  let [batch, offset] = [0, 0]
  for (const { records, now } of batches(market)) {
    if (monotonicMs() > endAtMs) return
    pipeline.step(records, offset, batch++, now)
    offset += records.length
  }
}

function* batches(market: Market): Generator<{ readonly records: readonly string[]; readonly now: number }, void> {
  const { startsAt, durationMs } = market.scenario
  yield { records: [...seedLines(market, 0)], now: startsAt }
  const traffic = new Traffic(market)
  let events = 0
  for (let elapsedMs = TICK_MS; elapsedMs <= Math.min(durationMs, TRAFFIC_MS_MAX) && events < EVENTS_MAX; elapsedMs += TICK_MS) {
    const records: string[] = []
    traffic.emitDue(elapsedMs, (_partition, _kind, line) => records.push(line))
    events += records.length
    yield { records, now: startsAt + elapsedMs }
  }
}
