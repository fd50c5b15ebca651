import type { FaultView, LiveView, Progress, SecondView } from '../../runs/progress.ts'
import { fit, fitLeft, line, span, type Line, type Span, type Style } from './line.ts'
import { byColumn, columnOf, phaseOf, startOf, timeMarks, type Timeline } from './timeline.ts'
import { clock, count, latency, span as lasting } from './words.ts'

export const LABEL_CELLS = 18
/** Whole names of faults, where there is room for them. */
const WIDE_LABEL_CELLS = 30
const WIDE_COLUMNS = 110
const VALUE_CELLS = 14
const BARS = ' ▁▂▃▄▅▆▇█'
const STEPS = BARS.length - 1

/** A value over the run: its name, what it is now, and bars on the time axis. */
interface Track {
  readonly label: string
  readonly value: Span
  /** Height of the bar by column, from 0 to 1; null where nothing is known. */
  readonly levels: readonly (number | null)[]
  readonly styleAt?: (column: number) => Style
}

export function timelineOf({ elapsedMs, durationMs }: Progress, width: number): Timeline {
  const labelCells = width < WIDE_COLUMNS ? LABEL_CELLS : WIDE_LABEL_CELLS
  return { columns: Math.max(1, width - labelCells - VALUE_CELLS - 2), durationMs: Math.max(1, durationMs), nowMs: Math.min(elapsedMs, durationMs), labelCells }
}

/** Bars of any height; the lowest row has the name and the value. */
function draw({ label, value, levels, styleAt = () => 'accent' }: Track, rows: number, { labelCells }: Timeline): readonly Line[] {
  return Array.from({ length: rows }, (_, row) => {
    const isLowest = row === rows - 1
    const head = isLowest ? [span(labelled(label, labelCells)), span(fitLeft(value.text, VALUE_CELLS), value.style)] : [span(' '.repeat(labelCells + VALUE_CELLS))]
    return [...head, span('  '), ...bars(levels, rows - 1 - row, rows, styleAt)]
  })
}

/** With a cell of air on both sides, however long it is. */
const labelled = (label: string, cells: number): string => ` ${fit(label, cells - 2)} `

function bars(levels: readonly (number | null)[], fromBelow: number, rows: number, styleAt: (column: number) => Style): Line {
  return merge(levels.map((level, column) => {
    if (level === null) return span(' ')
    // Whatever there is shows at least a line, for nothing at all means that nothing is known; and never all of its
    // height, or it would touch the track above.
    const eighths = Math.max(1, Math.round(level * (rows * STEPS - 1))) - fromBelow * STEPS
    return span(BARS[Math.max(0, Math.min(STEPS, eighths))], styleAt(column))
  }))
}

/** Neighbours of one style as one span. */
function merge(cells: readonly Span[]): Line {
  const merged: Span[] = []
  for (const { text, style } of cells) {
    const before = merged.at(-1)
    if (before?.style === style) merged[merged.length - 1] = span(before.text + text, style)
    else merged.push(span(text, style))
  }
  return merged
}

/** Achieved events a second; red where fewer were sent than planned. */
export function rateTrack(progress: Progress, { seconds }: LiveView, timeline: Timeline, rows = 1): readonly Line[] {
  const sent = byColumn(timeline, seconds.map((second) => second.sent))
  const most = Math.max(1, ...seconds.map(({ planned, sent }) => Math.max(planned, sent)))
  const short = byColumn(timeline, seconds.map(({ planned, sent }) => (sent < planned * 0.95 ? 1 : 0)))
  return draw({
    label: `rate of ${count(progress.plannedRate)}/s`,
    value: span(`${count(progress.phase === 'traffic' ? progress.sentRate : 0)}/s`, 'strong'),
    levels: sent.map((value) => value && value / most),
    styleAt: (column) => (short[column] ? 'bad' : 'accent'),
  }, rows, timeline)
}

type Percentile = 'p50Ms' | 'p95Ms' | 'p99Ms'

/** On a logarithmic scale that all percentiles share: half a second beside three milliseconds, and both are seen. */
export function latencyTrack(name: Percentile, { seconds, gateMs }: LiveView, timeline: Timeline, rows = 1): readonly Line[] {
  const values = byColumn(timeline, seconds.map((second) => second[name]))
  const level = logScale(seconds)
  const now = seconds.findLast((second) => second[name] !== null)?.[name] ?? null
  return draw({
    label: `latency ${name.slice(0, 3)}`,
    value: span(latency(now), now !== null && now > gateMs ? 'bad' : 'strong'),
    levels: values.map((value) => (value === null ? null : level(value))),
    styleAt: (column) => ((values[column] ?? 0) > gateMs ? 'bad' : 'good'),
  }, rows, timeline)
}

function logScale(seconds: readonly SecondView[]): (ms: number) => number {
  const lowest = Math.min(1, ...seconds.map(({ p50Ms }) => p50Ms ?? 1))
  const highest = Math.max(10, ...seconds.map(({ p99Ms }) => p99Ms ?? 10))
  const [low, high] = [Math.log(Math.max(0.01, lowest)), Math.log(highest)]
  return (ms) => Math.max(0, Math.min(1, (Math.log(Math.max(0.01, ms)) - low) / (high - low)))
}

export function lagTrack({ lag }: Progress, { seconds }: LiveView, timeline: Timeline, rows = 1): readonly Line[] {
  const most = Math.max(1, ...seconds.map(({ lagMax, planned }) => Math.max(lagMax, planned / 10)))
  return draw({ label: 'lag', value: span(count(lag), 'strong'), levels: byColumn(timeline, seconds.map(({ lagMax }) => lagMax)).map((value) => value && value / most) }, rows, timeline)
}

/** A count by second, as high as its highest second. */
export function countTrack(label: string, name: 'breachesPrevented' | 'fallbacks', { seconds }: LiveView, timeline: Timeline, rows = 1): readonly Line[] {
  const most = Math.max(1, ...seconds.map((second) => second[name]))
  const levels = byColumn(timeline, seconds.map((second) => second[name])).map((value) => value && value / most)
  return draw({ label, value: span(`${count(seconds.at(-1)?.[name] ?? 0)}/s`, 'strong'), levels, styleAt: () => 'warn' }, rows, timeline)
}

const PHASE_CELLS = { steady: span('─', 'faint'), fault: span('▓', 'bad'), recovery: span('░', 'warn') } as const

/** steady ───▓▓░░░──┃····  what was, now, and what is to come. */
export function phaseTrack({ faults }: LiveView, timeline: Timeline): Line {
  const now = columnOf(timeline, timeline.nowMs)
  const cells = Array.from({ length: timeline.columns }, (_, column) => {
    if (column === now) return span('┃', 'strong')
    if (column > now) return span('·', 'faint')
    return PHASE_CELLS[phaseOf(faults, startOf(timeline, column), startOf(timeline, column + 1), timeline.nowMs)]
  })
  const phase = phaseOf(faults, timeline.nowMs, timeline.nowMs + 1, timeline.nowMs)
  return line(labelled('phase', timeline.labelCells), span(fitLeft(phase, VALUE_CELLS), PHASE_STYLES[phase]), '  ', ...merge(cells))
}

const PHASE_STYLES: Readonly<Record<keyof typeof PHASE_CELLS, Style>> = { steady: 'plain', fault: 'bad', recovery: 'warn' }

/** A fault's place on the time axis; its own text says the same in numbers, so the axis leaves them out. */
export function faultTrack(fault: FaultView, timeline: Timeline): Line {
  const { startMs, endMs } = fault
  const [first, last] = [columnOf(timeline, startMs), Math.max(columnOf(timeline, startMs), columnOf(timeline, endMs - 1))]
  const isToCome = timeline.nowMs < startMs
  const mark = endMs === startMs ? (isToCome ? '△' : '▲') : isToCome ? '░' : '█'
  const { text, style } = stateOf(fault, timeline.nowMs)
  const band = span(`${' '.repeat(first)}${mark.repeat(last - first + 1)}`, isToCome ? 'faint' : 'bad')
  return line(labelled(nameOf(fault), timeline.labelCells), span(fitLeft(text, VALUE_CELLS), style), '  ', band)
}

/** `bolt.price:crash`, without its time. */
export const nameOf = ({ spec, isInjected }: FaultView): string => `${isInjected ? '+' : ''}${spec.split(/[@,~]/, 1)[0]}`

export function stateOf({ startMs, endMs, recoveryMs }: FaultView, nowMs: number): Span {
  if (nowMs < startMs) return span(`in ${lasting(startMs - nowMs)}`, 'faint')
  if (nowMs < endMs) return span(`on, ${lasting(endMs - nowMs)} left`, 'bad')
  if (recoveryMs !== null) return span(recoveryMs === 0 ? 'no harm' : `over in ${latency(recoveryMs)}`, 'good')
  return nowMs - endMs < RECOVERY_NEEDS_MS ? span('over', 'plain') : span('recovering', 'warn')
}

/** A recovery is five good seconds; until they have passed nobody can tell. */
const RECOVERY_NEEDS_MS = 6_000

export function timeTrack(timeline: Timeline): Line {
  return line(' '.repeat(timeline.labelCells + VALUE_CELLS + 2), span(timeMarks(timeline, clock), 'faint'))
}
