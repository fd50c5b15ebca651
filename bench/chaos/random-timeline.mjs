// Faults of a run, drawn from its seed: at most one in ten seconds, over after a few, and quiet before the next.
import { Random } from '../../dist/engine/kernel/random.js'

const SLOT_MS = 10_000
const BEGINS_WITHIN_MS = 2000
const LASTS_MS = [1000, 4000]
/** At the start, where everybody warms up, and at the end, where the last fault must be got over. */
const QUIET_SLOTS = { before: 1, after: 2 }
/** The share of the slots in which nothing happens. */
const QUIET_SHARE = 0.2

/** Everything that can happen; `n` draws up to so many, `broker` one of the brokers. */
const FAULTS = [
  ({ broker }) => [`${broker}:kill`, true],
  ({ broker }) => [`${broker}:pause`, true],
  ({ broker }) => [`${broker}:down`, true],
  ({ broker }) => [`${broker}:timeout`, true],
  ({ n }) => [`broker:latency,latency=${20 + n(180)}ms,jitter=${n(20)}ms`, true],
  ({ n }) => [`broker:bandwidth,rate=${200 + n(800)}`, true],
  () => ['broker:reset_peer,timeout=50ms', true],
  () => ['broker:slicer,average_size=512,size_variation=64', true],
  ({ n }) => [`broker:limit_data,bytes=${10_000 + n(90_000)}`, true],
  () => ['redis:down', true],
  () => ['redis:pause', true],
  () => ['redis:kill', true],
  () => ['redis:timeout', true],
  ({ n }) => [`redis:latency,latency=${10 + n(90)}ms`, true],
  () => ['redis:flush', false],
  () => ['redis:restart', false],
  () => ['postgres:down', true],
  () => ['postgres:pause', true],
  () => ['postgres:kill', true],
  ({ n }) => [`postgres:latency,latency=${10 + n(190)}ms`, true],
  ({ n }) => [`bolt.${['price', 'decide', 'publish'][n(3)]}:crash,at=${['read', 'commit', 'publish'][n(3)]}`, false],
  () => ['log:duplicate', true],
]

export function randomTimeline(seed, seconds, brokers) {
  const random = new Random(String(seed)).fork('timeline')
  const slots = Math.floor((seconds * 1000) / SLOT_MS)
  const faults = []
  for (let slot = QUIET_SLOTS.before; slot < slots - QUIET_SLOTS.after; slot++) {
    if (random.chance(QUIET_SHARE)) continue
    const draw = { n: (below) => random.below(below), broker: `broker.${1 + random.below(brokers)}` }
    const [fault, lasts] = FAULTS[random.below(FAULTS.length)](draw)
    const startMs = slot * SLOT_MS + random.below(BEGINS_WITHIN_MS)
    const lastsMs = LASTS_MS[0] + random.below(LASTS_MS[1] - LASTS_MS[0])
    faults.push(`${fault}@${startMs}ms${lasts ? `+${lastsMs}ms` : ''}`)
  }
  return faults
}
