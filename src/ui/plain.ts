import type { Progress } from '../runs/progress.ts'

const LINE_EVERY_MS = 1000

/** Progress as plain lines, for pipes and logs: at most one a second, and one whenever a phase begins. */
export class PlainProgress {
  #phase: Progress['phase'] | undefined
  #note: string | undefined
  #nextMs = 0

  /** The lines that this state of the run is worth; mostly none. */
  lines(progress: Progress): readonly string[] {
    const { phase, note, elapsedMs } = progress
    const isNews = phase !== this.#phase || (phase !== 'traffic' && note !== this.#note)
    if (!isNews && (elapsedMs < this.#nextMs || phase !== 'traffic')) return []
    this.#phase = phase
    this.#note = note
    // Whole seconds, so that a late line does not push all later ones back.
    this.#nextMs = (Math.floor(elapsedMs / LINE_EVERY_MS) + 1) * LINE_EVERY_MS
    return [progressLine(progress)]
  }
}

/** `  12s  20,001/s sent  p99 3.1 ms  lag 12  breaches prevented 1,204` */
export function progressLine(progress: Progress): string {
  const { phase, elapsedMs, sentRate, p99Ms, lag, breachesPrevented, note } = progress
  const clock = `${Math.floor(elapsedMs / 1000)}s`.padStart(5)
  if (phase !== 'traffic') return `${clock}  ${note ?? WORDS[phase]}${phase === 'draining' ? `  lag ${number(lag)}` : ''}`
  const latency = p99Ms === null ? 'p99 –' : `p99 ${p99Ms.toFixed(1)} ms`
  const parts = [clock, `${number(sentRate)}/s sent`, latency, `lag ${number(lag)}`, `breaches prevented ${number(breachesPrevented)}`]
  return [...parts, ...(note ? [note] : [])].join('  ')
}

const WORDS = { preparing: 'preparing', traffic: 'sending', draining: 'draining', checking: 'checking' } as const

const number = (value: number): string => Math.round(value).toLocaleString('en')

/** What a run is about to do. */
export interface Outline {
  readonly seed: string
  readonly scenario: string
  readonly target: string
  readonly duration: string
  readonly events: number
  readonly skus: number
  readonly stores: number
  readonly dir: string
}

/** The seed first: with it anybody can repeat what follows. */
export function outlineLines({ seed, scenario, target, duration, events, skus, stores, dir }: Outline): readonly string[] {
  return [`seed ${seed}`, `${scenario} on ${target}: ${number(events)} events in ${duration}, ${number(skus)} SKUs, ${number(stores)} stores`, `run folder ${dir}`]
}
