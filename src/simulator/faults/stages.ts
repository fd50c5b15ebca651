import type { CrashPoint } from '../../engine/kernel/ports.ts'
import { BOLTS } from '../../engine/pricing/bolts/registry.ts'

/**
 * Where in a record's life a fault hits:
 *
 *     send ─▶ read ─▶ compute ─▶ commit ─▶ publish ─▶ store, cache ─▶ checkpoint        recover        serve
 *
 * `commit` is prepared and not written, `publish` is written and not published, `store` and `cache` are behind the
 * write to them; `recover` is the log read again by a new owner, `serve` a shopper's question.
 */
export type Stage = 'send' | CrashPoint | 'store' | 'cache' | 'checkpoint' | 'recover' | 'serve'

/** The spout only reads: it has no memory to lose, and no work in which to die. */
export const BOLT_NAMES: readonly string[] = Object.keys(BOLTS).filter((bolt) => bolt !== 'spout')
