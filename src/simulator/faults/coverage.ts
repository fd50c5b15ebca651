import { WORLD_FAULTS, type WorldFaultKind } from './kinds.ts'
import { BOLT_NAMES, type Stage } from './stages.ts'

/** A fault that hit at a stage, and how often. */
export interface CoveredPair {
  /** `worker:kill`. */
  readonly fault: string
  /** A stage; work of a bolt is `compute.<bolt>`. */
  readonly stage: string
  readonly hits: number
}

const nameOf = ({ target, kind }: WorldFaultKind) => `${target}:${kind}`

/** Every pair that can happen at all: bolts die in the work of each of them, workers in anybody's. */
const PAIRS: readonly (readonly [fault: string, stage: string])[] = WORLD_FAULTS.flatMap((kind) =>
  kind.stages.flatMap((stage) => (kind.target === 'bolt' && stage === 'compute' ? BOLT_NAMES.map((bolt) => `compute.${bolt}`) : [stage])).map((stage) => [nameOf(kind), stage] as const),
)

/** Counts which fault hit at which stage. */
export class Coverage {
  readonly #hits = new Map<string, number>()

  hit(kind: WorldFaultKind, stage: Stage | `compute.${string}`): void {
    this.#add(`${nameOf(kind)} ${stage}`, 1)
  }

  add(pairs: readonly CoveredPair[]): void {
    for (const { fault, stage, hits } of pairs) this.#add(`${fault} ${stage}`, hits)
  }

  /** All pairs, also those that have not happened yet. */
  pairs(): readonly CoveredPair[] {
    return PAIRS.map(([fault, stage]) => ({ fault, stage, hits: this.#hits.get(`${fault} ${stage}`) ?? 0 }))
  }

  #add(pair: string, hits: number): void {
    this.#hits.set(pair, (this.#hits.get(pair) ?? 0) + hits)
  }
}
