/** A record of a topic, as far as the pipeline is concerned. */
export interface LaneRecord {
  readonly offset: number
  readonly value: string
  /** By the sender's clock, ms of the epoch. */
  readonly sentAt: number
}

/** What was fetched from one partition of one topic and not taken yet, in order. */
export class Lane {
  readonly topic: string
  readonly partition: number
  #records: LaneRecord[] = []
  #taken = 0
  #characters = 0
  #position: number
  #end = 0
  readonly #to: number

  /** Nobody wants what stands at `to` or behind it. */
  constructor(topic: string, partition: number, from: number, to = Infinity) {
    this.topic = topic
    this.partition = partition
    this.#position = from
    this.#to = to
  }

  /** Everything that is wanted was fetched. */
  get isDone(): boolean {
    return this.#position >= this.#to
  }

  /** Everything before this offset was fetched, or is not for readers (control records, aborted ones). */
  get position(): number {
    return this.#position
  }

  /** Characters that wait here. */
  get held(): number {
    return this.#characters
  }

  get isEmpty(): boolean {
    return this.#taken === this.#records.length
  }

  /** Records that were here already are passed over: an answer begins where a batch of records begins, which may lie before what was asked for. */
  push(record: LaneRecord): void {
    if (record.offset < this.#position) return
    this.#records.push(record)
    this.#characters += record.value.length
    this.#position = record.offset + 1
  }

  /** `end`: where the topic ended by then. */
  reach(position: number, end: number): void {
    this.#position = Math.max(this.#position, position)
    this.#end = end
  }

  /** Records between what was taken and the end that was last seen. */
  get waiting(): number {
    return Math.max(0, this.#end - (this.#records[this.#taken]?.offset ?? this.#position))
  }

  /** The oldest record where its offset is below `to`; undefined where there is none yet. */
  shift(to = Infinity): LaneRecord | undefined {
    const record = this.#records[this.#taken]
    if (!record || record.offset >= to) return undefined
    this.#taken++
    this.#characters -= record.value.length
    if (this.#taken * 2 >= this.#records.length) this.#forgetTaken()
    return record
  }

  /** In good time: while there is a backlog a lane is never empty, and what was taken would stay in memory. */
  #forgetTaken(): void {
    this.#records = this.#records.slice(this.#taken)
    this.#taken = 0
  }
}
