/** A fault of the scenario, with its times on the run's own clock, epoch ms. An instant ends where it starts. */
export interface FaultSpan {
  readonly text: string
  /** `cache`, `log`, `bolt` and so on, without its part: other words for a port mean the port. */
  readonly target: string
  readonly kind: string
  readonly from: number
  readonly until: number
}

const FAULT = /^([a-z]+)(?:\.[^:]+)?:([a-z_]+)(?:,[^@~]*)?(?:@([\d.]+(?:ms|s|m|h))(?:\+([\d.]+(?:ms|s|m|h)))?)?(?:~[\d.e-]+)?$/
const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
const PORTS: Readonly<Record<string, string>> = { broker: 'log', redis: 'cache', postgres: 'store' }
const INSTANTS: ReadonlySet<string> = new Set(['kill', 'restart', 'crash', 'flush', 'jump'])

/** Reads `target:kind,…@start+duration~probability`; undefined where the text is no fault. */
export function readFault(text: string, startsAt: number, durationMs: number): FaultSpan | undefined {
  const [, target, kind, start = '0s', duration] = FAULT.exec(text) ?? []
  if (target === undefined) return undefined
  const from = startsAt + millisecondsOf(start)
  const openEnd = INSTANTS.has(kind) ? from : startsAt + durationMs
  return { text, target: PORTS[target] ?? target, kind, from, until: duration === undefined ? openEnd : from + millisecondsOf(duration) }
}

function millisecondsOf(text: string): number {
  const unit = text.replace(/^[\d.]+/, '')
  return Math.round(Number(text.slice(0, -unit.length)) * UNITS_MS[unit])
}
