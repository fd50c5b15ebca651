import type { Bolt } from '../../kernel/bolt.ts'
import type { ReadRecord } from '../codec.ts'
import type { PricingPolicy } from '../policy.ts'
import type { Tuple } from '../tuple.ts'
import { costMargin } from './cost-margin.ts'
import { decide } from './decide.ts'
import { forecast } from './forecast.ts'
import { normalise, type Place } from './normalise.ts'
import { price } from './price.ts'
import { publish } from './publish.ts'
import { spout } from './spout.ts'

/** What a bolt is opened with. */
export interface BoltSetting extends Place {
  readonly policy: PricingPolicy
  readonly stores: readonly string[]
  readonly explains?: (sku: string) => boolean
  readonly read?: ReadRecord
}

/** The topology: every bolt declares which others it reads, and the kernel puts them in order. */
export const BOLTS: Readonly<Record<string, (setting: BoltSetting) => Bolt<any, Tuple>>> = {
  spout: () => spout,
  normalise: (setting) => normalise(setting.policy, setting.stores, setting, setting.read),
  price: () => price,
  'cost-margin': ({ policy }) => costMargin(policy),
  forecast: ({ policy, stores }) => forecast(policy, stores.length),
  decide: ({ policy }) => decide(policy),
  publish: ({ policy, stores, explains }) => publish(policy, stores, explains),
}
