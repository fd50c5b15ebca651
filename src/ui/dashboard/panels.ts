import type { CutView, LiveView, Progress, ThresholdView } from '../../runs/progress.ts'
import { money, percentOfBps, printable } from '../../reports/formats/texts.ts'
import { cellsOf, fit, fitLeft, line, span, type Line, type Span } from './line.ts'
import type { Section } from './stack.ts'
import { LABEL_CELLS, stateOf } from './tracks.ts'
import { clock, count, latency, percent, precise, reasonOf } from './words.ts'

export const heading = (text: string): Line => line(' ', span(text, 'strong'))

/** As it stands: what holds, what does not, and how much nobody can know yet. */
export function verdictSoFar({ phase, note }: Progress, { thresholds }: LiveView): Line {
  const failing = thresholds.filter(({ status }) => status === 'fails')
  const [holding, later] = (['holds', 'later'] as const).map((wanted) => thresholds.filter(({ status }) => status === wanted).length)
  if (phase === 'checking') return line(' ', span(note ?? 'checking', 'accent'))
  const rest = later > 0 ? `; ${later} more at the end` : ''
  if (failing.length === 0 && holding === 0) return line(span(' no threshold can be told yet', 'faint'), rest)
  if (failing.length === 0) return line(' ', span(`✓ ${holding} ${holding === 1 ? 'threshold holds' : 'thresholds hold'} so far`, 'good'), rest)
  const [first] = failing
  const more = failing.length > 1 ? `, and ${failing.length - 1} more` : ''
  const [, aggregation, wanted] = /^([^<>=!]*)(.*)$/.exec(first.expression)!
  return line(' ', span(`✗ ${first.metric} ${aggregation} is ${actualOf(first)}, not ${wanted}${more}`, 'bad'), rest)
}

const actualOf = ({ actual, metric }: ThresholdView): string => (actual === null ? '–' : /latency|_ms$/.test(metric) ? latency(actual) : precise(actual))

const label = (text: string): string => fit(` ${text}`, LABEL_CELLS)

export function marginLine({ breachesPrevented }: Progress): Line {
  return line(label('margin'), span(count(breachesPrevented), 'strong'), ' breaches prevented; published: ', span('checked at the end', 'faint'))
}

export function readsLine({ reads: { reads, fallbacks, unavailable } }: LiveView): Line {
  const share = reads === 0 ? '' : ` (${percent(fallbacks / reads)})`
  const none = unavailable > 0 ? [', ', span(`${count(unavailable)} without a price`, 'warn')] : []
  return line(label('price reads'), span(count(reads), 'strong'), ', ', span(`${count(fallbacks)} from the fallback${share}`, fallbacks > 0 ? 'warn' : 'plain'), ...none)
}

export function volumeLine({ sent, decisions }: Progress, { achievedRatio, rejected }: LiveView): Line {
  const inTime = achievedRatio === null ? '' : `, ${percent(achievedRatio)} in time`
  const refused = rejected > 0 ? [', ', span(`${count(rejected)} rejected`, 'warn')] : []
  return line(label('events'), span(count(sent), 'strong'), ` sent${inTime}`, ...refused, `; ${count(decisions)} decisions`)
}

export function publishedLine({ pricesPublished }: LiveView): Line {
  return line(label('prices'), span(count(pricesPublished), 'strong'), ' published')
}

/** What was asked for and what the guard let pass, deepest first. */
export function cutsPanel({ cuts }: LiveView, max: number): Section {
  const all = [line(' ', span(fit('deepest cuts of the guard', 35), 'strong'), span(fit('because of', 21), 'faint'), span('price at margin', 'faint')), ...cuts.slice(0, max).map(cutLine)]
  if (cuts.length === 0) all.push(line('   ', span('none yet', 'faint')))
  return { min: 2, max: all.length, draw: (rows) => all.slice(0, rows), hasAir: true }
}

function cutLine(cut: CutView): Line {
  const { sku, store, askedBps, givenBps, priceMinor, currency, marginBps } = cut
  const given = `${percentOfBps(askedBps).padStart(7)} → ${percentOfBps(givenBps)}`
  return line('   ', fit(printable(`${sku} ${store}`), 14), span(fit(` ${given}`, 18), 'warn'), fit(reasonOf(cut), 21), `${money(priceMinor, currency)} `, span(`at ${percentOfBps(marginBps)}`, 'faint'))
}

/** Bars are to each other as the p99 are. */
export function boltsPanel({ bolts }: LiveView, width: number): Section {
  const slowest = Math.max(0.001, ...bolts.map(({ p99Ms }) => p99Ms))
  const room = Math.max(0, Math.min(40, width - 42))
  const rows = bolts.map(({ name, p50Ms, p99Ms }) =>
    line(fit(`   ${name}`, 18), fitLeft(latency(p50Ms), 9), fitLeft(latency(p99Ms), 11), '  ', span('█'.repeat(Math.round((p99Ms / slowest) * room)), p99Ms === slowest ? 'warn' : 'accent')),
  )
  const all = [line(' ', span(fit('time in each bolt', 17), 'strong'), span(`${fitLeft('p50', 9)}${fitLeft('p99', 11)}`, 'faint')), ...rows]
  return { min: Math.min(all.length, 4), max: all.length, draw: (count) => all.slice(0, count), hasAir: true, isEager: true }
}

const MARKS = { holds: span('✓', 'good'), fails: span('✗', 'bad'), later: span('·', 'faint') } as const

/** Those that fail first: where rows are few, they are what matters. */
export function thresholdsPanel({ thresholds }: LiveView, width: number): Section {
  const order = ['fails', 'holds', 'later']
  const sorted = thresholds.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
  const room = Math.max(20, Math.min(46, width - 24))
  const all = [line(' ', span('thresholds so far', 'strong')), ...sorted.map((threshold) => thresholdLine(threshold, room))]
  return { min: Math.min(all.length, 3), max: all.length, draw: (rows) => all.slice(0, rows), hasAir: true }
}

function thresholdLine(threshold: ThresholdView, room: number): Line {
  const { metric, expression, status } = threshold
  const now: Span = status === 'later' ? span('at the end', 'faint') : span(actualOf(threshold), status === 'fails' ? 'bad' : 'plain')
  return line(' ', MARKS[status], ' ', fit(printable(`${metric} ${expression}`), room), ' ', now)
}

/** Each fault with its times and what is known of its recovery. */
export function faultsPanel({ faults }: LiveView, nowMs: number, width: number): Section {
  const widest = Math.min(44, Math.max(10, width - 36), Math.max(10, ...faults.map(({ spec }) => cellsOf(spec))))
  const rows = faults.map((fault) => {
    const { spec, startMs, endMs, isInjected } = fault
    const when = endMs === startMs ? `at ${clock(startMs)}` : `${clock(startMs)} to ${clock(endMs)}`
    return line('   ', fit(printable(spec), widest), '  ', fit(when, 15), stateOf(fault, nowMs), isInjected ? span('  injected', 'faint') : '')
  })
  const all = [line(' ', span('faults', 'strong')), ...(rows.length > 0 ? rows : [line('   ', span('none; f injects one', 'faint'))])]
  return { min: 2, max: all.length, draw: (count) => all.slice(0, count), hasAir: true }
}

