/** Wakes a sleeping thread: each ring changes a word on which the thread waits. */
export class Doorbell {
  readonly shared: SharedArrayBuffer
  readonly #word: Int32Array

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.shared = shared
    this.#word = new Int32Array(shared)
  }

  ring(): void {
    Atomics.add(this.#word, 0, 1)
    Atomics.notify(this.#word, 0)
  }

  /** What `waitSince` compares with: take it before looking for work. */
  get rings(): number {
    return Atomics.load(this.#word, 0)
  }

  /** Sleeps until somebody rings, at most `timeoutMs`; not at all if somebody rang since `rings` was taken. */
  waitSince(rings: number, timeoutMs: number): void {
    Atomics.wait(this.#word, 0, rings, timeoutMs)
  }
}

const NOBODY = new Int32Array(new SharedArrayBuffer(4))

/** Blocks this thread. Only threads without an event loop of their own may do that. */
export function sleepMs(ms: number): void {
  if (ms > 0) Atomics.wait(NOBODY, 0, 0, ms)
}
