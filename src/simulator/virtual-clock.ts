import type { Clock } from '../engine/kernel/ports.ts'

/** Time that passes only when the world says so. */
export class VirtualClock implements Clock {
  #now: number

  constructor(now: number) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  advance(ms: number): void {
    this.#now += ms
  }
}
