import { renderJson } from '../../reports/formats/json.ts'
import { RunControl } from '../../adapters/embedded/run-control.ts'
import type { RunDocument } from '../../reports/run-document.ts'
import { writeWhole } from '../../adapters/files/write-whole.ts'
import { join } from 'node:path'
import { writeScenario } from '../fault-desk.ts'
import { createRunFolder } from '../folders/create-run-folder.ts'
import { runsDir } from '../folders/home.ts'
import { findRun } from '../folders/run-folders.ts'
import { lockRun, refuseRunning, unlockRun } from '../folders/run-lock.ts'
import type { Progress } from '../progress.ts'
import { Recording } from '../replay/recording.ts'
import { embeddedPorts } from '../replay/embedded-ports.ts'
import { ReplayLane } from '../replay/replay-lane.ts'
import type { ReplaySetting } from '../replay/replay-setting.ts'
import { UserError } from '../user-error.ts'
import { verify } from '../verify.ts'
import { planRedrive, type Redriven } from './plan-redrive.ts'
import { NO_REPAIRS, readRepairs } from './read-repairs.ts'
import { factsOfRun } from './run-facts.ts'

export interface RedriveRequest {
  /** A run, or a recording that has its decisions. */
  readonly source: string
  /** A file of mended records. */
  readonly repairs?: string
  readonly out?: string
  readonly force: boolean
  readonly command: string
  readonly onProgress: (progress: Progress) => void
}

export interface RedriveDocument extends RunDocument {
  readonly redriven: readonly Redriven[]
}

const BYTES_NEEDED = 1 << 26
const REDRIVE_AFTER_MS = 1

/**
 * Decides a run again, into a folder of its own, and sends its dead letters again behind the end: those that were mended,
 * and those that the pipeline understands by now. What was taken once, by its id, is not sent.
 */
export async function redriveRun({ source, repairs, out, force, command, onProgress }: RedriveRequest): Promise<RedriveDocument> {
  const { dir } = findRun(source, runsDir(), '<recording>')
  refuseRunning(dir)
  const recording = Recording.open(dir)
  if (recording.document?.order === 'merged') throw noDecisions(dir)
  const facts = factsOfRun(recording)
  const { partitions, catalog } = recording.scenario
  const redriven = planRedrive({ ...facts, repairs: repairs === undefined ? NO_REPAIRS : await readRepairs(repairs), stores: catalog.stores, partitions })
  if (!redriven.some(({ fate }) => fate === 'sent')) throw nothingToSend(dir, redriven)
  const { dir: outDir } = createRunFolder({ scenario: 'redrive', out, force, bytesNeeded: BYTES_NEEDED })
  writeScenario(outDir, { ...recording.scenario, faults: [] })
  lockRun(outDir)
  try {
    for (const partition of recording.partitions) await play(recording, outDir, partition, { now: facts.now + REDRIVE_AFTER_MS, records: redriven.flatMap((each) => (each.fate === 'sent' && each.partition === partition ? [each.record] : [])) })
    const { document } = await verify({ runDir: outDir, onProgress })
    const answer: RedriveDocument = { ...document, run: { ...document.run, command }, redriven }
    writeWhole(join(outDir, 'run.json'), renderJson(answer))
    return answer
  } finally {
    unlockRun(outDir)
  }
}

async function play(recording: Recording, outDir: string, partition: number, { now, records }: { readonly now: number; readonly records: readonly string[] }): Promise<void> {
  const setting = settingOf(recording, outDir)
  const lane = await ReplayLane.open(setting, partition, embeddedPorts(setting, recording, partition))
  let last = { batch: -1, nextOffset: 0 }
  for (const batch of recording.batches(partition)) {
    await lane.play(batch)
    last = batch
  }
  const { batch, nextOffset } = last
  await lane.play({ partition, batch: batch + 1, now, firstOffset: nextOffset, nextOffset: nextOffset + records.length + 1, records, outputs: [], orderLine: '' })
  await lane.close()
}

/** Everything, as recorded; what is sent again was decided by nobody yet, so there is nothing to hold it against. */
function settingOf({ dir, scenario, partitions }: Recording, outDir: string): ReplaySetting {
  const control = new RunControl()
  return {
    sourceDir: dir,
    outDir,
    scenario,
    promotionLines: null,
    spans: partitions.map(() => ({ from: 0, to: Infinity })),
    filter: { topics: null, keys: null, types: null },
    isCold: false,
    speed: 'max',
    maxGapMs: Infinity,
    isExact: false,
    takesOver: false,
    snapshotEveryMs: Infinity,
    baselineDir: null,
    control: control.shared,
    progress: new SharedArrayBuffer(0),
  }
}

function noDecisions(value: string): UserError {
  const rule = 'dead letters stand among the decisions of a run'
  return new UserError({ code: 'no_dead_letters', message: `${value} has no decisions`, place: '<recording>', value, rule, fix: `promo replay ${value} --out decided makes them; then promo replay decided --topic dead_letters`, exitCode: 104 })
}

function nothingToSend(value: string, redriven: readonly Redriven[]): UserError {
  const [first] = redriven
  const place = '--topic dead_letters'
  if (first === undefined) return new UserError({ code: 'nothing_to_send', message: `${value} has no dead letters`, place, value, rule: 'a dead letter is a record that could not be processed', fix: 'there is nothing to mend; promo replay without --topic dead_letters replays the run', exitCode: 104 })
  const message = `none of its ${redriven.length} dead letters can be sent: the first, ${first.letter.place}, is ${first.fate.replaceAll('_', ' ')} (${first.why})`
  return new UserError({ code: 'nothing_to_send', message, place, value, rule: 'a record is sent again when it was mended or is understood by now, and once by its id', fix: 'mend them in a file and name it with --repairs', exitCode: 104 })
}
