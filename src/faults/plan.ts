import { didYouMean } from '../engine/kernel/nearest-word.ts'
import { formatDuration } from '../engine/kernel/durations.ts'
import { type FaultSpec, type PlannedFault, targetText } from './fault.ts'
import type { RunTarget } from './kinds/fault-kind.ts'
import { FAULT_KINDS } from './kinds/registry.ts'
import { type Origin, refusal } from './refusal.ts'
import { isMeantBy } from './targets.ts'
import type { WorkersOfRun } from './workers-of-run.ts'

/** The run in which faults are to happen, and where they were written. */
export interface FaultSetting extends Origin {
  readonly durationMs: number
  readonly bolts: readonly string[]
  readonly feeds: readonly string[]
  /** Undefined: whatever happens on either of them is planned. */
  readonly runTarget?: RunTarget
  /** Undefined: they are not known yet, and there may be any. */
  readonly workers?: WorkersOfRun
}

/** The faults with their times in this run, in the order given; throws `UserError` for what cannot happen in it. */
export function planFaults(specs: readonly FaultSpec[], setting: FaultSetting): readonly PlannedFault[] {
  for (const spec of specs) {
    checkPart(spec, setting)
    checkRunTarget(spec, setting)
    checkWorker(spec, setting)
  }
  const plan = specs.map((spec) => place(spec, setting))
  for (const [index, fault] of plan.entries()) {
    for (const earlier of plan.slice(0, index)) checkTogether(earlier, fault, setting)
  }
  return plan
}

function checkPart({ text, target }: FaultSpec, setting: FaultSetting): void {
  const known = { bolt: setting.bolts, feed: setting.feeds }[target.name]
  if (!known || target.part === undefined || known.includes(target.part)) return
  throw refusal(setting, text, {
    code: `unknown_${target.name}`,
    message: `there is no ${target.name} "${target.part}"`,
    rule: `${target.name}s: ${known.join(', ')}`,
    fix: didYouMean(target.part, known) || `take one of these ${target.name}s`,
  })
}

function checkRunTarget({ text, kind, target }: FaultSpec, setting: FaultSetting): void {
  const [, only] = Object.entries(FAULT_KINDS[kind].onlyOn ?? {}).find(([pattern]) => isMeantBy(pattern, target)) ?? []
  if (setting.runTarget === undefined || only === undefined || only === setting.runTarget) return
  throw refusal(setting, text, {
    code: 'fault_on_other_target',
    message: `"${kind}" on ${targetText(target)} means nothing on the ${setting.runTarget} target`,
    rule: `it works with --target ${only}`,
    fix: `add --target ${only}, or take another fault`,
  })
}

function checkWorker({ text, target }: FaultSpec, setting: FaultSetting): void {
  const { workers } = setting
  if (target.name !== 'worker' || !workers) return
  if (workers.beyondReach) throw refusal(setting, text, workers.beyondReach)
  if (target.part === undefined || isOneOf(target.part, workers.count)) return
  throw refusal(setting, text, {
    code: 'unknown_worker',
    message: `there is no ${targetText(target)}`,
    rule: workers.count === 1 ? 'worker.1 is the only one of this run' : `those of this run are worker.1 to worker.${workers.count}`,
    fix: 'take one of them, or worker: then the seed takes one',
  })
}

const isOneOf = (part: string, count: number): boolean => /^[1-9]\d*$/.test(part) && Number(part) <= count

function place(spec: FaultSpec, setting: FaultSetting): PlannedFault {
  const { startMs } = spec
  const backAtMs = backAt(spec, setting.durationMs)
  if (startMs < setting.durationMs && backAtMs <= setting.durationMs) return { spec, startMs, endMs: FAULT_KINDS[spec.kind].timing === 'instant' ? startMs : backAtMs }
  throw refusal(setting, spec.text, {
    code: 'fault_past_the_end',
    message: `"${spec.text}" ${startMs < setting.durationMs ? 'ends' : 'begins'} after the run is over`,
    rule: `the run lasts ${formatDuration(setting.durationMs)}`,
    fix: startMs < setting.durationMs ? `end it by ${formatDuration(setting.durationMs)}, or leave its duration out` : 'begin it earlier, or make the run longer with --duration',
  })
}

/** When its target is as before: at the end of an interval, and when what was killed is started again. */
export function backAt({ kind, startMs, durationMs }: FaultSpec, runMs: number): number {
  const { timing, comesBack } = FAULT_KINDS[kind]
  if (timing === 'instant' && !comesBack) return startMs
  return durationMs === null ? Math.max(startMs, runMs) : startMs + durationMs
}

function checkTogether(a: PlannedFault, b: PlannedFault, setting: FaultSetting): void {
  if (!hitTheSame(a, b) || !meet(a, b, setting.durationMs)) return
  const alone = [a, b].find(({ spec }) => FAULT_KINDS[spec.kind].isAlone)
  if (!alone && a.spec.kind !== b.spec.kind) return
  throw refusal(setting, b.spec.text, {
    code: 'faults_overlap',
    message: `"${a.spec.text}" and "${b.spec.text}" are on at the same time on ${targetText(b.spec.target)}`,
    rule: alone ? `nothing else can happen to a target that is under "${alone.spec.kind}"` : 'one fault of a kind at a time on a target',
    fix: 'let one end before the other begins',
  })
}

function hitTheSame({ spec: a }: PlannedFault, { spec: b }: PlannedFault): boolean {
  if (a.target.name !== b.target.name) return false
  return a.target.part === undefined || b.target.part === undefined || a.target.part === b.target.part
}

/** An instant meets an interval that it falls into, and an instant of the same millisecond. */
function meet(a: PlannedFault, b: PlannedFault, runMs: number): boolean {
  const lastMs = ({ spec, startMs }: PlannedFault) => Math.max(startMs, backAt(spec, runMs) - 1)
  return a.startMs <= lastMs(b) && b.startMs <= lastMs(a)
}
