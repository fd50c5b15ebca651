import type { Message, TopicMessages } from './client.ts'

/** Another worker has taken the partition over. What this one wrote last did not happen. */
export class Fenced extends Error {
  constructor(partition: number) {
    super(`partition ${partition} belongs to another worker now`)
    this.name = 'Fenced'
  }
}

/** It has even written a batch in our place. */
export class Overtaken extends Fenced {}

/** Where one portion of a batch's outputs stands in its topic. */
export interface PlacedOutputs {
  readonly topic: string
  readonly from: number
  readonly count: number
}

/** What a batch writes: its outputs by topic, in portions, and the order record that makes them true. */
export interface BatchMessages {
  readonly outputs: readonly TopicMessages[][]
  readonly orderTopic: string
  /** `placed` says where the outputs stand; it is left out where readers see none but those of batches. */
  readonly order: (placed?: readonly PlacedOutputs[]) => Message
}

/** Writes batches of one partition. After an error nobody knows whether the batch was written: open again, and look. */
export interface BatchWriter {
  /** Takes the partition over, before its state is read. */
  open(): Promise<void>
  /** Resolves to the order record's Kafka offset. Rejects with `Fenced` where another writer has opened since. */
  write(messages: BatchMessages): Promise<number>
  close(): Promise<void>
}
