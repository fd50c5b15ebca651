import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { KafkaPlace } from '../threads/kafka-partition.ts'
import { HeldPartitions } from './held-partitions.ts'

test('given a worker leaves, when the group deals it what others have left, then it takes none of that', async () => {
  const failures: unknown[] = []
  // There is no place to open a partition at: whoever tries fails.
  const place = {} as KafkaPlace
  const held = new HeldPartitions({ place, isHeldElsewhere: () => false, onChange: () => {}, onFailure: (error) => failures.push(error) })
  await held.leave()
  held.deal([0, 1])
  await setTimeout(20)
  expect([held.owned, failures]).toEqual([[], []])
})
