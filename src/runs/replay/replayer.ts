import { RunControl } from '../../adapters/embedded/run-control.ts'
import { embeddedPorts } from './embedded-ports.ts'
import { mergeByTime } from './merge-by-time.ts'
import { Recording } from './recording.ts'
import { ReplayLane } from './replay-lane.ts'
import type { ReplayResult, ReplaySetting, ReplayTask } from './replay-setting.ts'
import { Schedule } from './schedule.ts'

/** Replays some partitions of a recording together: what stands before the range at once, then at the speed that is asked for. */
export class Replayer {
  readonly #setting: ReplaySetting
  readonly #recording: Recording
  readonly #control: RunControl
  readonly #progress: Float64Array

  constructor(setting: ReplaySetting) {
    this.#setting = setting
    this.#recording = Recording.open(setting.sourceDir)
    this.#control = new RunControl(setting.control)
    this.#progress = new Float64Array(setting.progress)
  }

  async run({ partitions }: ReplayTask): Promise<ReplayResult> {
    const lanes = new Map(await Promise.all(partitions.map(async (partition) => [partition, await ReplayLane.open(this.#setting, partition, embeddedPorts(this.#setting, this.#recording, partition))] as const)))
    const schedule = new Schedule(this.#setting, () => this.#control.stopping)
    for (const batch of mergeByTime([...lanes].map(([partition, { beganAt }]) => this.#recording.batches(partition, beganAt, this.#setting.spans[partition].to)))) {
      const lane = lanes.get(batch.partition)!
      if (lane.isInRange(batch)) await schedule.until(batch.now)
      if (this.#control.stopping) break
      await lane.play(batch)
      this.#progress[batch.partition] = batch.nextOffset
    }
    const closed = await Promise.all([...lanes.values()].map((lane) => lane.close()))
    return { partitions: closed, lateMsMax: schedule.lateMsMax }
  }
}
