import type { Bolt, BoltState, BoltWrapper } from '../../engine/kernel/bolt.ts'
import { type PublishState, type StandingPrice, standingPrice } from '../../engine/pricing/bolts/publish.ts'
import type { CostState } from '../../engine/pricing/bolts/cost-margin.ts'
import type { NormaliseState } from '../../engine/pricing/bolts/normalise.ts'
import { Outputs } from '../../engine/pricing/outputs.ts'
import { emptyTuple, type Tuple } from '../../engine/pricing/tuple.ts'

/** One item: a SKU's row, and its store's. */
export interface Item {
  readonly sku: number
  readonly store: number
}

interface Stage {
  readonly bolt: Bolt<BoltState, Tuple>
  readonly state: BoltState
}

/**
 * Takes hold of the states of a pipeline's bolts when they are opened, so that an item can be looked at although no
 * event asks for a decision. To be wrapped around the bolts of a pipeline that nobody else uses.
 */
export class OpenStates {
  readonly #stages: Stage[] = []
  readonly #stores: readonly string[]
  readonly #partition: number

  constructor(partition: number, stores: readonly string[]) {
    this.#partition = partition
    this.#stores = stores
  }

  readonly wrap: BoltWrapper = <State extends BoltState, Any>(bolt: Bolt<State, Any>): Bolt<State, Any> => ({
    ...bolt,
    open: () => {
      const state = bolt.open()
      this.#stages.push({ bolt: bolt as unknown as Stage['bolt'], state })
      return state
    },
  })

  /** What every bolt but the last knows of an item at `now`, and what would be decided; nothing is published. */
  signalsOf({ sku, store }: Item, now: number): Tuple {
    const tuple = emptyTuple(this.#partition, new Outputs())
    Object.assign(tuple, { sku, store, item: this.#row({ sku, store }), storeName: this.#stores[store] })
    for (const { bolt, state } of this.#stages) if (bolt.name !== 'publish') bolt.assess?.(state, tuple, now)
    return tuple
  }

  standing(item: Item): StandingPrice {
    return standingPrice(this.#stateOf('publish') as PublishState, this.#row(item))
  }

  /** Costs of a SKU that come into force later, in that order. */
  waitingCosts(sku: number): readonly { readonly costMinor: number; readonly effectiveFrom: number }[] {
    const { waiting } = this.#stateOf('cost-margin') as CostState
    return waiting.value.flatMap((cost) => (cost.sku === sku ? [{ costMinor: cost.costMinor, effectiveFrom: cost.effectiveFrom }] : []))
  }

  /** The row of a SKU, or -1 where the partition has not heard of it yet. */
  rowOf(sku: string): number {
    return (this.#stateOf('normalise') as NormaliseState).skus.row(sku)
  }

  #row({ sku, store }: Item): number {
    return sku * this.#stores.length + store
  }

  #stateOf(name: string): BoltState {
    return this.#stages.find(({ bolt }) => bolt.name === name)!.state
  }
}
