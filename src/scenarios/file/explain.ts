import type { z } from 'zod'
import { didYouMean, nearestWord } from '../../engine/kernel/nearest-word.ts'
import type { Path, Problem } from '../resolve/problem.ts'
import { type FieldRule, fieldRule } from './field-rule.ts'
import type { ScenarioDocument } from './document.ts'

type Issue = z.core.$ZodIssue

/** A problem and its place. */
export interface Explained {
  readonly place: string
  readonly problem: Problem
}

/** Says in our own words what the schema refused: the field's rule and an example come from the schema too. */
export function explain(issue: Issue, document: ScenarioDocument): Explained {
  const specific = specificIssue(issue)
  const path = specific.path as Path
  const rule = fieldRule(path, document.value)
  if (specific.code === 'unrecognized_keys') return unknownField(specific.keys[0], path, rule, document)
  if (!document.has(path) && path.length > 0) return misspelt(path, document) ?? missingField(path, rule, document)
  return { place: document.placeOf(path), problem: wrongValue(specific, path, rule, document) }
}

/** Of a union that nothing fits, the complaint of the branch that fits best. */
function specificIssue(issue: Issue): Issue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue
  const isOtherType = ([first]: Issue[]) => first?.code === 'invalid_type' && first.path.length === 0
  const branch = issue.errors.find((issues) => !isOtherType(issues))
  return branch?.[0] ? specificIssue({ ...branch[0], path: [...issue.path, ...branch[0].path] }) : issue
}

function unknownField(key: string, path: Path, { fields }: FieldRule, document: ScenarioDocument, meant?: string): Explained {
  const where = path.length ? ` in ${written(path)}` : ''
  const rule = `fields${where}: ${fields.join(', ')}`
  const fix = didYouMean(key, meant === undefined ? fields : [meant]) || 'remove it'
  return { place: document.placeOfKey(path, key), problem: { code: 'unknown_field', message: `unknown field "${key}"${where}`, value: key, rule, fix } }
}

/** A field with a typo is two mistakes to the schema, one missing and one unknown: the second says what was meant. */
function misspelt(path: Path, document: ScenarioDocument): Explained | undefined {
  const parent = path.slice(0, -1)
  const rule = fieldRule(parent, document.value)
  const object = parent.reduce<unknown>((here, step) => (here as Record<string | number, unknown> | undefined)?.[step], document.value)
  const strangers = Object.keys(Object(object)).filter((key) => !rule.fields.includes(key))
  const meant = String(path.at(-1))
  const near = nearestWord(meant, strangers)
  return near === undefined ? undefined : unknownField(near, parent, rule, document, meant)
}

function missingField(path: Path, { rule, example, choices }: FieldRule, document: ScenarioDocument): Explained {
  const wanted = choices.length ? `one of ${choices.join(', ')}` : rule
  const fix = `add ${path.at(-1)}${example === undefined ? '' : `: ${JSON.stringify(example)}`}`
  return { place: document.placeOf(path), problem: { code: 'missing_field', message: `${written(path)} is missing`, rule: wanted, fix } }
}

function wrongValue(issue: Issue, path: Path, { rule, example, choices }: FieldRule, document: ScenarioDocument): Problem {
  const value = document.sourceAt(path)
  const given = issue.code === 'custom' ? (issue.params as { readonly rule?: string; readonly fix?: string } | undefined) : undefined
  return {
    code: choices.length ? 'unknown_value' : 'bad_value',
    message: `${written(path) || 'the file'} cannot be ${value ?? 'this'}`,
    value,
    rule: given?.rule ?? (choices.length ? `one of ${choices.join(', ')}` : rule),
    fix: given?.fix ?? fixFor(issue, value ?? '', choices, example),
  }
}

/** Words that other versions of YAML take for true and false. */
const YES_OR_NO: Readonly<Record<string, boolean>> = { yes: true, on: true, y: true, no: false, off: false, n: false }

function fixFor(issue: Issue, value: string, choices: readonly string[], example: unknown): string {
  const expected = issue.code === 'invalid_type' ? issue.expected : undefined
  if (expected === 'boolean' && value.toLowerCase() in YES_OR_NO) return `YAML 1.2 reads ${value} as text: write ${YES_OR_NO[value.toLowerCase()]}`
  if (expected === 'string' && /^[\w.+-]+$/.test(value) && typeof example === 'string' && !/\d(ms|s|m|h)$/.test(example)) return `put it in quotes: '${value}'`
  const near = didYouMean(value.replaceAll(/['"]/g, ''), choices)
  return near || (example === undefined ? 'see the rule' : `write for example ${JSON.stringify(example)}`)
}

/** `promotions[0].offBps` */
export function written(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index ? `.${step}` : step)).join('')
}
