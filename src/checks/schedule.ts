import { readTerms } from './scenario-terms.ts'

/** A straight piece of a traffic shape: events a second, over milliseconds. */
interface Piece {
  readonly from: number
  readonly to: number
  readonly overMs: number
}

/** What a run was to send, by the checks' own sums. */
export interface Schedule {
  readonly events: number
  /** A fault keeps a feed silent for a while: what it would have sent leaves the plan. */
  readonly isSilenced: boolean
}

type Shape = Readonly<Record<string, unknown>>

/** Undefined where the scenario names no traffic, or none of a shape that is known. */
export function scheduleOf(scenario: unknown): Schedule | undefined {
  const { traffic } = scenario as { traffic?: { shape?: Shape } }
  const { durationMs, faults } = readTerms(scenario)
  const events = traffic?.shape && scheduledEvents(traffic.shape, durationMs)
  return events === undefined ? undefined : { events, isSilenced: faults.some(({ target, kind }) => target === 'feed' && kind === 'down') }
}

/** From the area under the rate, over the whole length of the run. Exact but for the wave, whose area is rounded. */
export function scheduledEvents(shape: Shape, durationMs: number): number | undefined {
  const area = shape.kind === 'sine' ? waveArea(shape, durationMs) : pieces(shape, durationMs)?.reduce((sum, { from, to, overMs }) => sum + ((from + to) / 2) * overMs, 0)
  return area === undefined ? undefined : Math.floor(area / 1000)
}

function pieces(shape: Shape, durationMs: number): readonly Piece[] | undefined {
  const { kind, rate, from, to, peak, atMs, forMs } = shape as Record<string, number> & { kind: string }
  const level = (height: number, overMs: number): Piece => ({ from: height, to: height, overMs })
  if (kind === 'constant') return [level(rate, durationMs)]
  if (kind === 'ramp') return [{ from, to, overMs: durationMs }]
  if (kind === 'spike') {
    const peakMs = Math.max(0, Math.min(durationMs, atMs + forMs) - Math.min(durationMs, atMs))
    return [level(peak, peakMs), level(rate, durationMs - peakMs)]
  }
  return kind === 'stages' ? stagePieces(shape, durationMs) : undefined
}

/** Line by line; the last rate holds until the end. */
function stagePieces({ startRate, stages }: Shape, durationMs: number): readonly Piece[] {
  const lines: Piece[] = []
  let rate = startRate as number
  let leftMs = durationMs
  for (const stage of stages as readonly { rate: number; durationMs: number }[]) {
    const overMs = Math.min(stage.durationMs, leftMs)
    const reached = stage.durationMs > 0 ? rate + ((stage.rate - rate) * overMs) / stage.durationMs : stage.rate
    lines.push({ from: rate, to: reached, overMs })
    rate = stage.rate
    leftMs -= overMs
  }
  return [...lines, { from: rate, to: rate, overMs: leftMs }]
}

function waveArea(shape: Shape, durationMs: number): number {
  const { mean, amplitude, periodMs } = shape as Record<string, number>
  return mean * durationMs + ((amplitude * periodMs) / (2 * Math.PI)) * (1 - Math.cos((2 * Math.PI * (durationMs % periodMs)) / periodMs))
}
