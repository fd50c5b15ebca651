import type { Bolt, BoltState, BoltWrapper } from '../../engine/kernel/bolt.ts'
import type { Lease, Projection } from '../../engine/kernel/ports.ts'
import type { Metrics } from '../../reports/metrics.ts'

/** One call in so many is timed: two looks at the clock cost as much as a bolt. */
const ONE_IN = 64

/** A wrapper that times bolts; the bolts stay bare. */
export function observedBolts(metrics: Metrics): BoltWrapper {
  return <State extends BoltState, Tuple>(bolt: Bolt<State, Tuple>): Bolt<State, Tuple> => {
    const latency = metrics.histogram('bolt_latency', { bolt: bolt.name })
    let calls = 0
    const timed = <Result>(step: (state: State, tuple: Tuple, now: number) => Result) => (state: State, tuple: Tuple, now: number): Result => {
      if (++calls % ONE_IN !== 0) return step(state, tuple, now)
      const began = performance.now()
      const result = step(state, tuple, now)
      latency.record(Math.round((performance.now() - began) * 1000))
      return result
    }
    return { ...bolt, fold: bolt.fold && timed(bolt.fold), assess: bolt.assess && timed(bolt.assess) }
  }
}

/** Times how long committed outputs take to become readable. */
export class ObservedProjections<Output> implements Projection<Output> {
  readonly #projections: readonly Projection<Output>[]
  readonly #latency

  constructor(projections: readonly Projection<Output>[], metrics: Metrics) {
    this.#projections = projections
    this.#latency = metrics.histogram('publish_latency')
  }

  async apply(outputs: readonly Output[], lease: Lease): Promise<void> {
    const began = performance.now()
    await Promise.all(this.#projections.map((projection) => projection.apply(outputs, lease)))
    this.#latency.record(Math.round((performance.now() - began) * 1000))
  }

  async settle(): Promise<boolean> {
    const settled = await Promise.all(this.#projections.map((projection) => projection.settle?.() ?? true))
    return settled.every(Boolean)
  }
}
