import type { FaultResult, InvariantResult, Metric, RunDocument, ThresholdResult } from '../run-document.ts'
import { markOf, type Paint, paintWith } from './paint.ts'
import { milliseconds, number, printable } from './texts.ts'

interface Line {
  readonly label: string
  readonly text: string
  readonly mark?: string
}

/** The run as text for a terminal: what was asked, what was found, the verdict last. */
export function renderSummary(document: RunDocument, isColoured = false): string {
  const paint = paintWith(isColoured)
  const groups: readonly (readonly [string, readonly Line[]])[] = [
    ['THRESHOLDS', document.thresholds.map((threshold) => thresholdLine(threshold, paint))],
    ['INVARIANTS', document.invariants.map((invariant) => invariantLine(invariant, paint))],
    ['FAULTS', document.faults.map(faultLine)],
    ['METRICS', Object.entries(document.metrics).filter(isWorthALine).map(([key, metric]) => ({ label: key, text: valuesOf(metric) }))],
  ]
  const width = Math.max(30, ...groups.flatMap(([, lines]) => lines.map(({ label }) => printable(label).length)))
  const shown = groups.filter(([, lines]) => lines.length > 0).map(([heading, lines]) => [`  ${paint.heading(heading)}`, ...lines.map((line) => layOut(line, width, paint)), ''])
  return `${[headline(document, paint), '', ...shown.flat(), verdictLine(document, paint)].join('\n')}\n`
}

/** Counts by feed and what was never measured stand in the document; a screen has room for what people look at. */
function isWorthALine([key, metric]: readonly [string, Metric]): boolean {
  if (key.includes('{kind:')) return false
  return metric.type !== 'histogram' || metric.values.count > 0
}

/** Dots lead from every label to the same column. */
function layOut({ mark = ' ', label, text }: Line, width: number, paint: Paint): string {
  const name = printable(label)
  return `  ${mark} ${name}${paint.faint('.'.repeat(width + 3 - name.length))}: ${printable(text)}`
}

function headline({ run }: RunDocument, paint: Paint): string {
  const facts = [`seed ${run.seed}`, `target ${run.target}`, milliseconds(run.durationMs), `run ${run.id}`]
  return `  ${paint.heading(printable(run.scenario))}  ${printable(facts.join(', '))}`
}

function thresholdLine({ metric, expression, actual, status, message }: ThresholdResult, paint: Paint): Line {
  // `p(99)<100` is missed by `p(99)=812`: the same words, so that the eye can compare.
  const measured = `${expression.split(/[<>=!]/, 1)[0]}=${number(actual)}`
  const text = status === 'pass' ? measured : actual === null ? message : `${measured} (${message})`
  return { mark: paint.status(status, markOf(status)), label: `${metric}: ${expression}`, text }
}

function invariantLine({ name, status, checked, violations, examples }: InvariantResult, paint: Paint): Line {
  const counted = `${number(violations)} of ${number(checked)}`
  const first = examples[0] ? `, first ${describe(examples[0])}` : ''
  return { mark: paint.status(status, markOf(status)), label: name, text: status === 'unknown' ? `${counted}, could not finish${first}` : `${counted}${first}` }
}

function describe(example: Readonly<Record<string, unknown>>): string {
  const { place, problem, ...facts } = example
  const told = Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`)
  return [`at ${String(place)}: ${String(problem)}`, ...told].join(', ')
}

function faultLine({ spec, startedAtMs, endedAtMs, injected, eligible, recoveryMs }: FaultResult): Line {
  if (startedAtMs === null) return { label: spec, text: 'never happened' }
  const span = endedAtMs === null || endedAtMs === startedAtMs ? `at ${milliseconds(startedAtMs)}` : `${milliseconds(startedAtMs)} to ${milliseconds(endedAtMs)}`
  const hit = injected === null ? '' : eligible === null ? `, hit ${number(injected)}` : `, hit ${number(injected)} of ${number(eligible)}`
  return { label: spec, text: `${span}${hit}, ${recoveryMs === null ? 'no recovery seen' : `recovered after ${milliseconds(recoveryMs)}`}` }
}

function valuesOf({ type, unit, values }: Metric): string {
  switch (type) {
    case 'counter':
      return `${number(values.count)}  ${values.rate === null ? '' : `${number(values.rate >= 100 ? Math.round(values.rate) : values.rate)}/s`}`.trimEnd()
    case 'gauge':
      return `${number(values.value)}${unit === 'ms' && values.value !== null ? ' ms' : ''}  ${told({ min: values.min, max: values.max })}`.trimEnd()
    case 'histogram': {
      const { count, ...rest } = values
      return `${told(rest, unit)}  count=${number(count)}`.trimStart()
    }
  }
}

/** `avg=4.2 ms  min=1 ms`; what is null is left out. */
function told(values: Readonly<Record<string, number | null>>, unit = ''): string {
  const known = Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== null)
  return known.map(([name, value]) => `${name}=${unit === 'ms' ? milliseconds(value) : number(value)}`).join('  ')
}

function verdictLine({ verdict, exitCode, run }: RunDocument, paint: Paint): string {
  const folder = run.runDir === null ? '' : `, run folder ${printable(run.runDir)}`
  return `  ${paint.status(verdict, `${markOf(verdict)} verdict: ${verdict}`)} (exit code ${exitCode}${folder})`
}
