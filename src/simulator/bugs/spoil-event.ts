import type { PricingEvent } from '../../engine/pricing/events.ts'
import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

/** One bolt sees the data of some events otherwise than they were sent; the log and the others do not. */
export function spoilEvent(bolt: string, type: string, change: (data: PricingEvent['data'], event: PricingEvent, now: number) => Partial<PricingEvent>): Pick<SeededBug, 'wrap'> {
  return {
    wrap: () =>
      spoil(bolt, ({ fold }) => ({
        fold(state, tuple, now) {
          const { event } = tuple
          if (event.type !== type) return fold!(state, tuple, now)
          tuple.event = { ...event, data: event.data, ...change(event.data, event, now) }
          const goesOn = fold!(state, tuple, now)
          tuple.event = event
          return goesOn
        },
      })),
  }
}
