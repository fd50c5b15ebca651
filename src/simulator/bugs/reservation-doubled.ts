import type { SeededBug } from '../seeded-bug.ts'
import { spoilEvent } from './spoil-event.ts'

export const reservationDoubled: SeededBug = {
  name: 'reservation-doubled',
  summary: 'a reservation takes its units twice',
  caughtBy: 'conservation',
  ...spoilEvent('forecast', 'reserved', (data) => ({ data: { ...data, qty: 2 * (data.qty as number) } })),
}
