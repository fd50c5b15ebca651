import type { FaultResult, InvariantResult, RunDocument } from '../run-document.ts'
import { reasonText } from './reason-texts.ts'
import { countOf, milliseconds, money, NOT_KNOWN, number, percentOfBps, printable } from './texts.ts'

/** A real item of the run whose discount did not stay what the promotion wanted. */
export interface CutExample {
  readonly sku: string
  readonly store: string
  readonly name: string
  readonly fromBps: number
  readonly toBps: number
  readonly priceMinor: number
  readonly currency: string
  readonly costMinor: number
  readonly marginBps: number
  /** The decision's reason code. */
  readonly reason: string
}

/** A real item that was published under the floor. */
export interface BreachExample {
  readonly sku: string
  readonly store: string
  readonly name: string
  readonly priceMinor: number
  readonly currency: string
  readonly costMinor: number
  readonly marginBps: number
  /** The lowest price that the guard would have let pass; null where there is none. */
  readonly floorMinor: number | null
}

/** A bolt that came back: the time from its death until it had executed its log again. */
export interface RestartFact {
  /** The fault that killed it. */
  readonly spec: string
  readonly restartMs: number
  /** Batches that it executed again. */
  readonly batches: number
}

export interface EndingFacts {
  readonly document: RunDocument
  readonly restarts: readonly RestartFact[]
  /** Why the verdict is what it is, in one sentence. */
  readonly message: string
  readonly isInterrupted: boolean
  readonly cutExample: CutExample | null
  readonly breachExample: BreachExample | null
}

const FAULTS_SHOWN = 3
/** Kinds of events, what is rejected first in front. */
const REJECTABLE = ['demand', 'competitor', 'sales', 'inventory']
/** A recovery is five good seconds. */
const RECOVERY_NEEDS_MS = 5_000

/** The last lines of a run, in plain words: what happened, what is proven, what is not, and what to try next. */
export function ending(facts: EndingFacts): readonly string[] {
  const { document, restarts } = facts
  const told = document.faults.slice(0, FAULTS_SHOWN).map((each) => fault(each, restarts.find(({ spec }) => spec === each.spec), document.run.durationMs))
  return [traffic(facts), ...rejections(document), ...told, ...moreFaults(document), ...proofs(facts), ...item(facts), ...page(document), ...closing(facts)]
}

function traffic({ document, isInterrupted }: EndingFacts): string {
  const events = document.metrics.events_processed
  const count = events?.type === 'counter' ? events.values.count : null
  const lasted = milliseconds(document.run.durationMs)
  const went = count === null ? 'How many events went through the pipeline is not known' : `${countOf(count, 'event')} went through the pipeline in ${lasted}`
  return isInterrupted ? `Interrupted. ${went}; all that follows is about those alone.` : `${went}.`
}

/** What was turned away is said first: whoever reads only the proofs must not take them for those events. */
function rejections({ metrics }: RunDocument): readonly string[] {
  const count = (key: string) => (metrics[key]?.type === 'counter' ? (metrics[key].values.count ?? 0) : 0)
  const all = count('events_rejected')
  if (all === 0) return []
  const byKind = REJECTABLE.map((kind) => [kind, count(`events_rejected{kind:${kind}}`)] as const).filter(([, rejected]) => rejected > 0)
  const names = byKind.map(([kind, rejected]) => `${kind} ${number(rejected)}`).join(', ')
  return [`Admission control rejected ${countOf(all, 'event')} (${names}), because the pipeline was too far behind; costs, rules and stock counts are always admitted.`]
}

function fault({ spec, startedAtMs, endedAtMs, injected, recoveryMs }: FaultResult, restart: RestartFact | undefined, durationMs: number): string {
  if (startedAtMs === null || injected === 0) return `${printable(spec)} was planned and never struck.`
  const isInstant = endedAtMs === null || endedAtMs === startedAtMs
  const struck = isInstant ? `${printable(spec)} struck at ${milliseconds(startedAtMs)}${back(restart)}` : `${printable(spec)} was on from ${milliseconds(startedAtMs)} to ${milliseconds(endedAtMs)}`
  const tooLate = (endedAtMs ?? startedAtMs) + RECOVERY_NEEDS_MS > durationMs
  if (recoveryMs === null) return `${struck}; ${tooLate ? 'less than 5 s were left to see it recover' : 'no recovery was seen before the end of the run'}.`
  return recoveryMs === 0 ? `${struck}; latency and lag stayed within their limits for the 5 s after it.` : `${struck}; latency and lag were back within their limits ${milliseconds(recoveryMs)} later.`
}

function back(restart: RestartFact | undefined): string {
  if (!restart) return ''
  return `; the bolt was back after ${milliseconds(restart.restartMs)}, with ${countOf(restart.batches, 'batch', 'batches')} of its log executed again`
}

function moreFaults({ faults }: RunDocument): readonly string[] {
  const left = faults.length - FAULTS_SHOWN
  return left > 0 ? [`And ${countOf(left, 'more fault')}; the report has ${left === 1 ? 'it' : 'them all'}.`] : []
}

function proofs({ document: { invariants, run } }: EndingFacts): readonly string[] {
  const count = (name: string) => violationsOf(invariants.find((invariant) => invariant.name === name))
  const [lost, doubled, breaches] = [count('lost'), count('duplicate_effects'), count('margin_breaches_published')]
  const areUnknown = [lost, doubled, breaches].every((each) => each === NOT_KNOWN)
  const counts = areUnknown
    ? 'Whether anything was lost, doubled or under the margin floor is not known.'
    : `Lost ${lost}, doubled ${doubled}, under the margin floor ${breaches}: recomputed from the log by checks that share no code with the pipeline.`
  return [counts, digest(invariants.find(({ name }) => name === 'reexecution'), run.decisionsSha256)]
}

/** A check that could not finish may say what it found, but never that there is nothing. */
function violationsOf(invariant: InvariantResult | undefined): string {
  if (!invariant) return NOT_KNOWN
  if (invariant.status !== 'unknown') return number(invariant.violations)
  return invariant.violations > 0 ? `at least ${number(invariant.violations)}` : NOT_KNOWN
}

function digest(reexecution: InvariantResult | undefined, sha256: string | null): string {
  if (!reexecution || sha256 === null) return 'The log was not executed again.'
  if (reexecution.status === 'pass') return `The log was executed again, to the same SHA-256: ${sha256}.`
  if (reexecution.status === 'fail') return `The log was executed again, and not to the same SHA-256 as the run (${sha256}).`
  return 'Whether the log gives the same decisions again is not known.'
}

function item({ cutExample, breachExample }: EndingFacts): readonly string[] {
  if (breachExample) return [breach(breachExample)]
  return cutExample ? [cut(cutExample)] : []
}

function cut({ fromBps, toBps, priceMinor, currency, costMinor, marginBps, reason, ...place }: CutExample): string {
  const left = toBps === 0 ? `its ${percentOfBps(fromBps)} off was taken away` : `its ${percentOfBps(fromBps)} off became ${percentOfBps(toBps)}`
  const now = `it sells for ${money(priceMinor, currency)} at a cost of ${money(costMinor, currency)}, a margin of ${percentOfBps(marginBps)}`
  return `${whose(place)}: ${left}, because ${printable(reasonText(reason))}; ${now}.`
}

function breach({ priceMinor, currency, costMinor, marginBps, floorMinor, ...place }: BreachExample): string {
  const sold = `was on sale for ${money(priceMinor, currency)} at a cost of ${money(costMinor, currency)}, a margin of ${percentOfBps(marginBps)}`
  const instead = floorMinor === null ? 'the guard would have taken it off sale: no price of it is safe' : `the guard lets nothing pass under ${money(floorMinor, currency)}`
  return `${whose(place)} ${sold}; ${instead}.`
}

const whose = ({ sku, store, name }: { readonly sku: string; readonly store: string; readonly name: string }) => printable(`${name} (${sku}, store ${store})`)

const page = ({ run }: RunDocument): readonly string[] => (run.runDir === null ? [] : [`The whole run as a page: ${printable(run.runDir)}/report.html`])

function closing({ document, message, isInterrupted }: EndingFacts): readonly string[] {
  const { verdict, run, invariants } = document
  if (run.scenario === 'canary') return [canary(document, violationsOf(invariants.find(({ name }) => name === 'margin_breaches_published')))]
  if (isInterrupted) return [`Verdict over what there is: ${verdict}; ${printable(message)}.`]
  if (verdict === 'pass') return ['Now see it fail: npx promo simulate canary']
  return [verdict === 'fail' ? `Failed: ${printable(message)}.` : `This is no pass: ${printable(message)}.`]
}

/** The test of the tests: here a failure is good news. */
function canary({ verdict }: RunDocument, breaches: string): string {
  if (verdict === 'fail' && breaches !== '0' && breaches !== NOT_KNOWN) return `Prices under the margin floor: ${breaches}. The canary runs without its guard, so it must fail, and the checks saw it.`
  if (verdict === 'pass') return 'The canary passed, and it must not: it runs without its guard. Do not trust a verdict of this build.'
  return 'The canary must fail for prices under the margin floor, and this run does not show that; run it again.'
}
