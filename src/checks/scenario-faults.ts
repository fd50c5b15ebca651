/**
 * A fault of the scenario, with its times on the run's own clock, epoch ms. An instant ends where it starts; what is
 * killed comes back in the end.
 */
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
const INSTANTS: ReadonlySet<string> = new Set(['restart', 'crash', 'flush', 'jump'])
const LEAP = /^clock:jump,by=([\d.]+(?:ms|s|m|h))/

/** Reads `target:kind,…@start+duration~probability`; undefined where the text is no fault. */
export function readFault(text: string, startsAt: number, durationMs: number): FaultSpan | undefined {
  const [, target, kind, start = '0s', duration] = FAULT.exec(text) ?? []
  if (target === undefined) return undefined
  const from = startsAt + millisecondsOf(start)
  const openEnd = INSTANTS.has(kind) ? from : startsAt + durationMs
  return { text, target: PORTS[target] ?? target, kind, from, until: duration === undefined ? openEnd : from + millisecondsOf(duration) }
}

/** The faults as recorded time has them: what lies behind a leap of the clock is later by it, and the leap itself is a gap. */
export function behindLeaps(faults: readonly FaultSpan[]): readonly FaultSpan[] {
  const leaps = faults.map(({ text, from }) => ({ from, byMs: leapMs(text) })).filter(({ byMs }) => byMs > 0)
  const aheadMs = (isPassed: (leapAt: number) => boolean) => leaps.reduce((sum, { from, byMs }) => (isPassed(from) ? sum + byMs : sum), 0)
  return faults.map((fault) => {
    const { from, until } = fault
    return { ...fault, from: from + aheadMs((leapAt) => leapAt < from), until: until + aheadMs((leapAt) => leapAt <= until) }
  })
}

function leapMs(text: string): number {
  const [, by] = LEAP.exec(text) ?? []
  return by === undefined ? 0 : millisecondsOf(by)
}

function millisecondsOf(text: string): number {
  const unit = text.replace(/^[\d.]+/, '')
  return Math.round(Number(text.slice(0, -unit.length)) * UNITS_MS[unit])
}
