import type { Random } from '../engine/kernel/random.ts'
import type { AttributeValue } from './fault.ts'

/** What is asked of a port. */
export type Operation = 'take' | 'commit' | 'save' | 'apply' | 'read'

/** One call of a port: what a fault may delay, refuse, or let happen without an answer. */
export interface PortCall<Answer> {
  /** What is out of reach where it fails: "the price cache". */
  readonly port: string
  readonly operation: Operation
  readonly requestBytes: number
  answerBytes(answer: Answer): number
  proceed(): Promise<Answer>
  /** Harms what the port holds, where that can be done: empties the cache, damages the newest snapshot. */
  readonly spoil?: () => void
}

/** A fault as the kinds see it while it acts on one port, one bolt or one worker. */
export interface ActingFault {
  readonly attributes: Readonly<Record<string, AttributeValue>>
  readonly random: Random
  /** What is carried from hit to hit. */
  readonly memory: { bytes: number; owedMs: number }
  /** Monotonic, with fractions. */
  nowMs(): number
  sleep(ms: number): Promise<void>
  sleepUntilOver(): Promise<void>
  block(ms: number): void
  blockUntilOver(): void
  /** Whether the fault is over, or the run is stopped. */
  isOver(): boolean
}
