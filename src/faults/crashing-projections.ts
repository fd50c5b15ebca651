import type { CrashPoint, Lease, Projection } from '../engine/kernel/ports.ts'
import type { PlannedCrashes } from './planned-crashes.ts'

const POINTS: readonly CrashPoint[] = ['store', 'cache']

interface Projections<Output> {
  readonly store: Projection<Output>
  readonly cache: Projection<Output>
}

/**
 * Publishes to store and cache at once. Where a crash waits behind one of them it is one after the other, so that the
 * cache has nothing yet of what the store has.
 */
export class CrashingProjections<Output> implements Projection<Output> {
  readonly #projections: Projections<Output>
  readonly #crashes: PlannedCrashes

  constructor(projections: Projections<Output>, crashes: PlannedCrashes) {
    this.#projections = projections
    this.#crashes = crashes
  }

  async apply(outputs: readonly Output[], lease: Lease): Promise<void> {
    const { store, cache } = this.#projections
    if (!this.#crashes.awaits(POINTS)) {
      await Promise.all([store.apply(outputs, lease), cache.apply(outputs, lease)])
      return
    }
    await store.apply(outputs, lease)
    this.#crashes.reach('store')
    await cache.apply(outputs, lease)
    this.#crashes.reach('cache')
  }

  async settle(): Promise<boolean> {
    const { store, cache } = this.#projections
    const settled = await Promise.all([store.settle?.() ?? true, cache.settle?.() ?? true])
    return settled.every(Boolean)
  }
}
