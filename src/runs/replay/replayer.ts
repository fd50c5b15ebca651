import { sleepMs } from '../../adapters/embedded/doorbell.ts'
import { monotonicMs, RunControl } from '../../adapters/embedded/run-control.ts'
import { mergeByTime } from './merge-by-time.ts'
import { Pacer } from './pacer.ts'
import { type PartitionBatch, Recording } from './recording.ts'
import { embeddedPorts } from './embedded-ports.ts'
import { ReplayLane } from './replay-lane.ts'
import type { ReplayResult, ReplaySetting, ReplayTask } from './replay-setting.ts'

/** A stop is heard at least this often. */
const NAP_MS_MAX = 50

/** Replays some partitions of a recording together: what stands before the range at once, then at the speed that is asked for. */
export class Replayer {
  readonly #setting: ReplaySetting
  readonly #recording: Recording
  readonly #control: RunControl
  readonly #progress: Float64Array
  #beganAtMs: number | undefined
  #lateMsMax = 0

  constructor(setting: ReplaySetting) {
    this.#setting = setting
    this.#recording = Recording.open(setting.sourceDir)
    this.#control = new RunControl(setting.control)
    this.#progress = new Float64Array(setting.progress)
  }

  async run({ partitions }: ReplayTask): Promise<ReplayResult> {
    const lanes = new Map(await Promise.all(partitions.map(async (partition) => [partition, await ReplayLane.open(this.#setting, partition, embeddedPorts(this.#setting, this.#recording, partition))] as const)))
    const pacer = new Pacer(this.#setting.speed, this.#setting.maxGapMs)
    for (const batch of mergeByTime([...lanes].map(([partition, { beganAt }]) => this.#batches(partition, beganAt)))) {
      const lane = lanes.get(batch.partition)!
      if (lane.isInRange(batch)) this.#await(pacer.dueMs(batch.now))
      if (this.#control.stopping) break
      await lane.play(batch)
      this.#progress[batch.partition] = batch.nextOffset
    }
    const closed = await Promise.all([...lanes.values()].map((lane) => lane.close()))
    return { partitions: closed, lateMsMax: this.#lateMsMax }
  }

  *#batches(partition: number, from: number): Generator<PartitionBatch> {
    const { to } = this.#setting.spans[partition]
    for (const batch of this.#recording.batches(partition, from)) {
      if (batch.firstOffset >= to) return
      yield batch
    }
  }

  #await(dueMs: number): void {
    if (this.#setting.speed === 'max') return
    this.#beganAtMs ??= monotonicMs() - dueMs
    const leftMs = () => this.#beganAtMs! + dueMs - monotonicMs()
    this.#lateMsMax = Math.max(this.#lateMsMax, -leftMs())
    for (let left = leftMs(); left > 0 && !this.#control.stopping; left = leftMs()) sleepMs(Math.min(left, NAP_MS_MAX))
  }
}
