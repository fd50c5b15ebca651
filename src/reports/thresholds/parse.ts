import { didYouMean } from '../../engine/kernel/nearest-word.ts'
import { UserError } from '../../engine/kernel/user-error.ts'
import { isMetricName, METRIC_NAMES, metricKey, type MetricName, metricRule } from '../metric-names.ts'
import { readAggregation } from './aggregation.ts'
import { readTags } from './tags.ts'
import { OPERATORS, type Operator, type Origin, type Refuse, type Taggable, type Threshold } from './threshold.ts'

/** The long form, as scenario files may have it. */
export interface ThresholdObject {
  readonly threshold: string
  readonly abortOnFail?: boolean
  readonly delayAbortEval?: string
}

const GRAMMAR = 'metric{tag:value}: aggregation op value'
const EXAMPLE = 'for example decision_latency: p(99)<100'
const LENGTH_MAX = 300

// A fault's text has colons of its own, so the tags are taken before the colon that ends the metric is looked for.
const WHOLE = /^\s*(?<metric>[^\s{}:]+)\s*(?:\{(?<tags>[^{}]*)\})?\s*:(?<expression>[^{}]*)$/
const EXPRESSION = /^\s*(?<aggregation>[a-z]+\s*(?:\([^()]*\))?)\s*(?<operator>[<>=!]=?)\s*(?<value>\S(?:.*\S)?)\s*$/
const NUMBER = /^-?\d{1,15}(\.\d{1,6})?$/

/** A threshold from its text or its long form; throws `UserError` with the place of `origin`. */
export function parseThreshold(written: string | ThresholdObject, origin: Origin, taggable: Taggable = {}): Threshold {
  const refuse: Refuse = (value, mistake) => {
    throw new UserError({ ...mistake, value, place: origin.place, exitCode: origin.exitCode })
  }
  const text = typeof written === 'string' ? written : textOf(written, refuse)
  const groups = text.length <= LENGTH_MAX ? WHOLE.exec(text)?.groups : undefined
  if (!groups) return malformed(text, refuse)
  const metric = readMetric(groups.metric, refuse)
  const tags = readTags(metric, groups.tags, taggable, refuse)
  const { aggregation, operator, value } = readExpression(metric, groups.expression, refuse)
  const key = metricKey(metric, tags)
  const expression = `${aggregation}${operator}${value}`
  return { metric, tags, key, aggregation, operator, value, expression, text: `${key}: ${expression}` }
}

function textOf(written: unknown, refuse: Refuse): string {
  const fields = (typeof written === 'object' && written !== null ? written : {}) as Readonly<Record<string, unknown>>
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'threshold' || value === undefined || value === false) continue
    if (name === 'abortOnFail' || name === 'delayAbortEval') notThereYet(name, refuse)
    refuse(name.slice(0, LENGTH_MAX), { code: 'bad_threshold', message: `"${name.slice(0, LENGTH_MAX)}" is not a field of a threshold`, rule: 'the field of a threshold is threshold', fix: 'leave it out' })
  }
  return typeof fields.threshold === 'string' ? fields.threshold : malformed(typeof written, refuse)
}

function readMetric(name: string, refuse: Refuse): MetricName {
  if (isMetricName(name)) return name
  const rule = `metrics: ${METRIC_NAMES.join(', ')}`
  return refuse(name, { code: 'unknown_metric', message: `there is no metric "${name}"`, rule, fix: didYouMean(name, METRIC_NAMES) || EXAMPLE })
}

function readExpression(metric: MetricName, text: string, refuse: Refuse): Pick<Threshold, 'aggregation' | 'operator' | 'value'> {
  const match = EXPRESSION.exec(text)?.groups
  const operator = OPERATORS.find((known) => known === match?.operator)
  if (/\bover\s*\(/.test(text)) notThereYet('over(…)', refuse)
  if (/\bbaseline\b/.test(text)) notThereYet('baseline', refuse)
  if (!match || !operator) return malformed(text.trim(), refuse)
  return { aggregation: readAggregation(metric, match.aggregation.replaceAll(/\s/g, ''), refuse), operator, value: readValue(metric, operator, match.value, refuse) }
}

function readValue(metric: MetricName, operator: Operator, text: string, refuse: Refuse): number {
  // −0 would be written as 0 and read as another number.
  if (NUMBER.test(text)) return Number(text) + 0
  const { unit } = metricRule(metric)
  const bare = /^(-?\d+(?:\.\d+)?)\s*[a-z%]+$/i.exec(text)
  const fix = bare ? `write ${operator}${bare[1]} if that is in ${unit}` : `for example ${operator}100`
  return refuse(text, { code: 'bad_threshold', message: `"${text}" is no value for ${metric}`, rule: `a number without unit, up to 15 digits and 6 decimals; ${metric} is in ${unit}`, fix })
}

function malformed(text: string, refuse: Refuse): never {
  const shown = text.slice(0, LENGTH_MAX)
  return refuse(shown, { code: 'bad_threshold', message: `"${shown}" is not a threshold`, rule: `${GRAMMAR}, with op one of ${OPERATORS.join(' ')}`, fix: EXAMPLE })
}

function notThereYet(what: string, refuse: Refuse): never {
  return refuse(what, { code: 'threshold_not_there_yet', message: `"${what}" in a threshold is not there yet`, rule: `what works: ${GRAMMAR}`, fix: 'leave it out; thresholds are judged at the end of the run, over all of it' })
}
