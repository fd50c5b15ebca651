import type { SeededBug } from '../seeded-bug.ts'

export const ackBeforeDurable: SeededBug = {
  name: 'ack-before-durable',
  summary: 'a broker acknowledges what it has not written to its disk',
  caughtBy: 'lost',
  broker: { syncsBeforeAck: false },
}
