import { clockContract } from '../testing/contracts/clock.contract.ts'
import { VirtualClock } from './virtual-clock.ts'

clockContract('virtual time', 1_795_840_200_000, () => {
  const clock = new VirtualClock(1_795_840_200_000)
  return { clock, pass: (ms) => clock.advance(ms) }
})
