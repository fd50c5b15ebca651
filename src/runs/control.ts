import { controlOf } from '../reports/control-run.ts'
import { discardUnstarted } from './folders/create-run-folder.ts'
import { prepareRun, type PreparedRun, type RunRequest } from './prepare-run.ts'
import type { simulate, SimulateOptions } from './simulate.ts'
import { UserError } from './user-error.ts'

/** A run, and the one that it is held against where that is wanted: the same in everything but its faults. */
export interface PreparedRuns {
  readonly run: PreparedRun
  readonly control?: PreparedRun
}

type Outcome = Awaited<ReturnType<typeof simulate>>

/** What is the same for both runs, and what the caller knows of each. */
export type Conduct = Omit<SimulateOptions, 'scenario' | 'outDir' | 'control'> & { readonly close: () => void }

/** Both are checked before either begins. The control's folder comes first, so that `last` is the run. */
export async function prepareRuns(request: RunRequest, isControlled: boolean): Promise<PreparedRuns> {
  if (!isControlled) return { run: await prepareRun(request) }
  if (request.on.cluster?.isExternal) throw externalControl()
  const { overrides, out } = request
  const control = await prepareRun({ ...request, overrides: { ...overrides, faults: [] }, out: out && `${out}-control`, reports: [] })
  try {
    return { run: await prepareFaulty({ ...request, overrides: { ...overrides, seed: control.scenario.seed } }), control }
  } catch (error) {
    discardUnstarted(control.dir)
    throw error
  }
}

/** One after the other, so that neither takes the machine from the other. Interrupted in its control, the run does not begin. */
export async function simulateRuns({ run, control }: PreparedRuns, conductOf: (prepared: PreparedRun) => Promise<Conduct>): Promise<Outcome> {
  if (!control) return simulateOne(run, await conductOf(run))
  const conduct = await conductOf(control)
  const without = await simulateOne(control, { ...conduct, kafka: ownTopics(conduct.kafka), onDesk: undefined })
  if (!conduct.signal.aborted) return simulateOne(run, { ...(await conductOf(run)), control: controlOf(without.document) })
  discardUnstarted(run.dir)
  return without
}

async function simulateOne({ scenario, dir }: PreparedRun, { close, ...conduct }: Conduct & Pick<SimulateOptions, 'control'>): Promise<Outcome> {
  const { simulate } = await import('./simulate.ts')
  return simulate({ ...conduct, scenario, outDir: dir }).finally(close)
}

/** On servers the two must not share topics. */
function ownTopics(kafka: SimulateOptions['kafka']): SimulateOptions['kafka'] {
  return kafka?.topicPrefix === undefined ? kafka : { ...kafka, topicPrefix: `${kafka.topicPrefix}control.` }
}

async function prepareFaulty(request: RunRequest): Promise<PreparedRun> {
  const run = await prepareRun(request)
  if (run.scenario.faults.length > 0) return run
  discardUnstarted(run.dir)
  throw refusal('nothing_to_control', `${run.scenario.name} has no faults here, so its control would be the run itself`, 'a control is the same run without its faults', 'add a --fault, or leave --control out')
}

const externalControl = () =>
  refusal('nothing_to_control', 'workers and generators of other terminals take part in one run, and a control is another', '--control conducts both runs itself', 'leave --external out, or make the control with --no-faults, a run of its own')

function refusal(code: string, message: string, rule: string, fix: string): UserError {
  return new UserError({ code, message, place: '--control', rule, fix, exitCode: 2 })
}
