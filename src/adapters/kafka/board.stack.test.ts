import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testBrokers } from '../../testing/kafka-world.ts'
import { Board } from './board.ts'
import { KafkaClient } from './client.ts'
import { ensureTopics } from './topic-admin.ts'
import { planBoard } from './topic-plan.ts'

const client = new KafkaClient({ brokers: testBrokers() })
const prefix = `test-${randomUUID()}.`
const [alice, bob, late] = [1, 2, 3].map(() => new Board<unknown>(client, prefix))

async function readAll(board: Board<unknown>, count: number): Promise<readonly unknown[]> {
  const read: unknown[] = []
  while (read.length < count) read.push(...(await board.read(1000)))
  return read
}

describe('a run’s board', () => {
  beforeAll(async () => {
    expect(await alice.isThere()).toBe(false)
    await ensureTopics(client, [planBoard(prefix, { replication: 1 })], { mayCreate: true })
    await Promise.all([alice.open(), bob.open()])
  })
  afterAll(() => Promise.all([alice.close(), bob.close(), late.close()]))

  test('given two who post, when anybody reads, then all read the same in the same order, whoever comes late too', async () => {
    await Promise.all([alice.post({ by: 'alice', n: 1 }), alice.post({ by: 'alice', n: 2 })])
    await bob.post({ by: 'bob', n: 3 })
    await late.open()
    const seen = await Promise.all([alice, bob, late].map((board) => readAll(board, 3)))
    expect(seen[0]).toEqual([{ by: 'alice', n: 1 }, { by: 'alice', n: 2 }, { by: 'bob', n: 3 }])
    expect(seen.map((each) => each)).toEqual([seen[0], seen[0], seen[0]])
    expect(await alice.isThere()).toBe(true)
  })

  test('given a posting larger than a message may be, when it is read, then it is whole', async () => {
    const posting = { text: 'é€😀'.repeat(400_000) }
    await alice.post(posting)
    expect(await readAll(bob, 1)).toEqual([posting])
  })
})
