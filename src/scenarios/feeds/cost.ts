import { Random } from '../../engine/kernel/random.ts'
import type { Market } from '../market.ts'
import { address, drawSku, type Feed, SKU_WIDE, typeText } from './feed.ts'

const COST_CHANGED = typeText('vendor_cost_updates', 'cost_changed')
const BPS = 10_000

/** One change in fifty is announced ahead of time. */
const ANNOUNCED_SHARE = 0.02
const ANNOUNCED_AHEAD_MS = [1_000, 10_000] as const

/** Vendors' costs wander within ±stepBps of the catalogue's; a shock raises those of many SKUs at once, for good. */
export const cost: Feed = {
  source: 'vendor-portal',
  open(world) {
    const { market, random, times } = world
    const { stepBps } = market.scenario.traffic.cost
    const driftBps = new Int16Array(market.skus.length)
    const shock = new Shock(market)
    return (draft, elapsedMs) => {
      const sku = shock.next(elapsedMs) ?? drawSku(world)
      const stepped = driftBps[sku] + random.between(-Math.ceil(stepBps / 4), Math.ceil(stepBps / 4))
      driftBps[sku] = Math.min(stepBps, Math.max(-stepBps, stepped))
      const { vendor, currency, costMinor } = market.skus[sku]
      const newCostMinor = Math.max(1, Math.round((costMinor * (BPS + driftBps[sku] + shock.upBps(sku, elapsedMs))) / BPS))
      const ahead = random.chance(ANNOUNCED_SHARE) ? `,"effectiveFrom":${times.at(elapsedMs + random.between(...ANNOUNCED_AHEAD_MS))}` : ''
      address(draft, COST_CHANGED, sku, SKU_WIDE)
      draft.data = `"vendor":${JSON.stringify(vendor)},"costMinor":${newCostMinor},"currency":"${currency}"${ahead}`
    }
  },
}

/** The common jump, if the scenario has one: first every SKU that it hits is told, then life goes on at the new level. */
class Shock {
  readonly #upBps: number
  readonly #atMs: number
  readonly #hit = new Set<number>()
  readonly #toTell: number[]

  constructor({ scenario, skus }: Market) {
    const { shock } = scenario.traffic.cost
    const random = new Random(scenario.seed).fork('cost-shock')
    this.#upBps = shock?.upBps ?? 0
    this.#atMs = shock?.atMs ?? Infinity
    if (shock) for (let sku = 0; sku < skus.length; sku++) if (random.chance(shock.skuShare)) this.#hit.add(sku)
    this.#toTell = [...this.#hit]
  }

  next(elapsedMs: number): number | undefined {
    return elapsedMs < this.#atMs ? undefined : this.#toTell.pop()
  }

  upBps(sku: number, elapsedMs: number): number {
    return elapsedMs >= this.#atMs && this.#hit.has(sku) ? this.#upBps : 0
  }
}
