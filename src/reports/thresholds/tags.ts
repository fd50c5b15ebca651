import { didYouMean } from '../../engine/kernel/nearest-word.ts'
import { type MetricName, metricRule, PHASES, type TagName, type Tags } from '../metric-names.ts'
import type { Refuse, Taggable } from './threshold.ts'

/** Tags from `phase:recovery`, each one that the metric has and with a value that there is. */
export function readTags(metric: MetricName, text: string | undefined, taggable: Taggable, refuse: Refuse): Tags {
  if (text === undefined) return {}
  const tags = new Map<TagName, string>()
  // A comma parts two tags only where a tag follows: the text of a fault has commas too.
  for (const pair of text.split(/,(?=\s*[a-z_]+\s*:)/)) {
    const [name, value] = splitPair(pair, refuse)
    const tag = readName(metric, name, refuse)
    if (tags.has(tag)) refuse(pair, { code: 'bad_tag', message: `${metric} is given ${tag} twice`, rule: 'each tag once', fix: 'write two thresholds' })
    tags.set(tag, readValue(tag, value, taggable, refuse))
  }
  return Object.fromEntries(tags)
}

function splitPair(pair: string, refuse: Refuse): readonly [name: string, value: string] {
  const at = pair.indexOf(':')
  const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
  if (at >= 0 && name !== '' && value !== '') return [name, value]
  return refuse(pair, { code: 'bad_tag', message: `"${pair}" is not tag:value`, rule: 'tags are written {tag:value}', fix: 'for example {phase:recovery}' })
}

function readName(metric: MetricName, name: string, refuse: Refuse): TagName {
  const known = metricRule(metric).tags ?? []
  const tag = known.find((each) => each === name)
  if (tag) return tag
  const rule = known.length === 0 ? `${metric} has no tags` : `tags of ${metric}: ${known.join(', ')}`
  return refuse(name, { code: 'unknown_tag', message: `${metric} is not measured by "${name}"`, rule, fix: didYouMean(name, known) || 'leave the tag out' })
}

function readValue(tag: TagName, value: string, { kinds, bolts, faults }: Taggable, refuse: Refuse): string {
  const known: readonly string[] | undefined = { kind: kinds, bolt: bolts, fault: faults, phase: PHASES }[tag]
  if (!known || known.includes(value)) return value
  const rule = known.length === 0 ? `this run has no ${tag}` : `values of ${tag}: ${known.join(', ')}`
  return refuse(value, { code: 'bad_tag', message: `there is no ${tag} "${value}"`, rule, fix: didYouMean(value, known) || 'take one of these' })
}
