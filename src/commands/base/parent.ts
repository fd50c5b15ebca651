import type { Interruption } from './interrupt.ts'

/** Started by another promo: where that is gone, nobody would ever say that the run is over. */
export function endWithParent(interruption: Interruption): void {
  if (!process.connected) return
  process.once('disconnect', interruption.strike)
  // The channel is there to be closed: it keeps nobody from ending.
  process.channel?.unref()
}
