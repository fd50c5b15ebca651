import { createHash, type Hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { exitCodeOf } from '../reports/exit-code.ts'
import type { ExploreDocument, FailingSeed } from '../reports/explore-document.ts'
import { Coverage } from '../simulator/faults/coverage.ts'
import type { WorldFault } from '../simulator/faults/world-fault.ts'
import { type History, simulateWorld, type WorldSetting } from '../simulator/world.ts'
import { failedNames, judgeHistory, type Judged } from './explore/judge-history.ts'
import { shrink } from './explore/shrink.ts'
import { type WorldRequest, worldSetting } from './explore/world-setting.ts'

export interface ExploreRequest extends WorldRequest {
  readonly seeds: number
  /** Goes on behind a seed that fails. */
  readonly keepsGoing: boolean
}

export interface ExploreOptions {
  readonly request: ExploreRequest
  readonly signal: AbortSignal
  /** The command that repeats one case. */
  readonly commandOf: (seed: string, events: number, faults: readonly string[]) => string
  readonly onProgress: (line: string) => void
}

const PROGRESS_EVERY_MS = 2000
/** Of an exploration that keeps going; the others are told by their seeds. */
const SHRUNK_MAX = 5

/** Many worlds, one seed each, every history judged; a failing one is made as small as it can be. */
export async function explore({ request, signal, commandOf, onProgress }: ExploreOptions): Promise<ExploreDocument> {
  const { name, seed, setting } = await worldSetting(request)
  const exploration = new Exploration(request, setting, commandOf)
  const first = BigInt(seed)
  let nextProgressAt = performance.now() + PROGRESS_EVERY_MS
  for (let number = 0; number < request.seeds && !signal.aborted && exploration.goesOn; number++) {
    await exploration.try(String(first + BigInt(number)))
    // Ctrl-C is heard between two seeds.
    await setImmediate()
    if (performance.now() < nextProgressAt) continue
    onProgress(exploration.progress())
    nextProgressAt = performance.now() + PROGRESS_EVERY_MS
  }
  return exploration.document(name, String(first), signal.aborted)
}

class Exploration {
  readonly #request: ExploreRequest
  readonly #setting: WorldSetting
  readonly #commandOf: ExploreOptions['commandOf']
  readonly #coverage = new Coverage()
  readonly #histories: Hash = createHash('sha256')
  readonly #failures: FailingSeed[] = []
  readonly #beganAt = performance.now()
  #done = 0

  constructor(request: ExploreRequest, setting: WorldSetting, commandOf: ExploreOptions['commandOf']) {
    this.#request = request
    this.#setting = setting
    this.#commandOf = commandOf
  }

  get goesOn(): boolean {
    return this.#failures.length === 0 || this.#request.keepsGoing
  }

  async try(seed: string): Promise<void> {
    const history = await simulateWorld(seed, this.#setting)
    const judged = judgeHistory(history)
    this.#done++
    this.#histories.update(`${seed} ${judged.sha256}\n`)
    this.#coverage.add(history.coverage)
    if (failedNames(judged.invariants).length > 0) this.#failures.push(await this.#failing(history, judged))
  }

  progress(): string {
    const { seeds } = this.#request
    return `${this.#done.toLocaleString('en')} of ${seeds.toLocaleString('en')} seeds, ${this.#seedsPerSecond().toFixed(0)} a second, ${this.#failures.length} failed`
  }

  document(scenario: string, firstSeed: string, isInterrupted: boolean): ExploreDocument {
    const { seeds, events, bug = null } = this.#request
    const pairs = this.#coverage.pairs()
    const covered = pairs.filter(({ hits }) => hits > 0).length
    const verdict = this.#failures.length > 0 ? 'fail' : this.#done < seeds ? 'unknown' : 'pass'
    return {
      schemaVersion: 1,
      scenario,
      firstSeed,
      seeds: { planned: seeds, done: this.#done, failed: this.#failures.length },
      eventsPerSeed: events,
      bug,
      failures: this.#failures,
      coverage: { covered, possible: pairs.length, share: covered / pairs.length, pairs },
      historiesSha256: this.#histories.copy().digest('hex'),
      durationMs: Math.round(performance.now() - this.#beganAt),
      seedsPerSecond: this.#seedsPerSecond(),
      verdict,
      exitCode: exitCodeOf(verdict, { isInterrupted }),
    }
  }

  async #failing({ seed, faults }: History, { invariants }: Judged): Promise<FailingSeed> {
    const broken = invariants.filter(({ status }) => status !== 'pass')
    const shrunk = this.#failures.length < SHRUNK_MAX ? await this.#shrink(seed, faults, broken[0].name) : null
    return { seed, invariants: broken, faults: faults.map(({ text }) => text), shrunk }
  }

  async #shrink(seed: string, drawn: readonly WorldFault[], invariant: string): Promise<FailingSeed['shrunk']> {
    const fails = async (tried: { readonly events: number; readonly faults: readonly WorldFault[] }) => {
      const { invariants } = judgeHistory(await simulateWorld(seed, { ...this.#setting, ...tried }))
      return failedNames(invariants).includes(invariant)
    }
    const { events, faults } = await shrink({ events: this.#request.events, faults: drawn }, fails)
    const texts = faults.map(({ text }) => text)
    return { invariant, events, faults: texts, command: this.#commandOf(seed, events, texts) }
  }

  #seedsPerSecond(): number {
    return (this.#done * 1000) / (performance.now() - this.#beganAt)
  }
}
