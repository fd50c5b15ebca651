import { RunControl } from '../../../adapters/embedded/run-control.ts'
import type { KafkaTarget } from '../../threads/kafka-target.ts'
import { mergeByTime } from '../merge-by-time.ts'
import { Recording } from '../recording.ts'
import type { ReplayResult, ReplaySetting, ReplayTask } from '../replay-setting.ts'
import { Schedule } from '../schedule.ts'
import { KafkaLanes } from './kafka-lanes.ts'
import { LaneQueue } from './lane-queue.ts'

/** What a thread is told of a replay on a cluster. */
export interface KafkaReplaySetting extends ReplaySetting {
  readonly kafka: KafkaTarget
}

/** Replays some partitions on a cluster: in the order of their recorded time each is told of its batches when they are due. */
export class KafkaReplayer {
  readonly #setting: KafkaReplaySetting
  readonly #recording: Recording
  readonly #control: RunControl
  readonly #progress: Float64Array

  constructor(setting: KafkaReplaySetting) {
    this.#setting = setting
    this.#recording = Recording.open(setting.sourceDir)
    this.#control = new RunControl(setting.control)
    this.#progress = new Float64Array(setting.progress)
  }

  async run({ partitions }: ReplayTask): Promise<ReplayResult> {
    const place = await KafkaLanes.open(this.#setting, this.#setting.kafka)
    try {
      const lanes = await place.lanes(partitions)
      const queues = new Map([...lanes].map(([partition, lane]) => [partition, new LaneQueue(lane, ({ nextOffset }) => (this.#progress[partition] = nextOffset))]))
      await this.#deal(queues)
      await Promise.all([...queues.values()].map((queue) => queue.end()))
      const closed = await Promise.all([...lanes.values()].map(({ lane }) => lane.close()))
      return { partitions: closed, lateMsMax: Math.max(...[...queues.values()].map(({ lateMsMax }) => lateMsMax)) }
    } finally {
      await place.close()
    }
  }

  async #deal(queues: ReadonlyMap<number, LaneQueue>): Promise<void> {
    const { spans } = this.#setting
    const schedule = new Schedule(this.#setting, () => this.#control.stopping)
    for (const batch of mergeByTime([...queues.keys()].map((partition) => this.#recording.batches(partition, 0, spans[partition].to)))) {
      const dueAtMs = batch.nextOffset > spans[batch.partition].from ? await schedule.until(batch.now) : Infinity
      if (this.#control.stopping) return
      await queues.get(batch.partition)!.add(batch, dueAtMs)
    }
  }
}
