import type { Random } from '../../engine/kernel/random.ts'
import type { AttributeValue } from '../../faults/fault.ts'
import { WORLD_FAULTS, type WorldAttribute, type WorldFaultKind } from './kinds.ts'
import { worldFault, type WorldFault } from './world-fault.ts'

/** What the world has of each part, so that a fault does not hit a worker that is not there. */
export interface Parts {
  readonly workers: number
  readonly partitions: number
}

/** Times are whole tenths of a second: a schedule is to be read by people. */
const GRID_MS = 100
/** Nothing starts earlier, and everything is over in time for the world to heal. */
const FIRST_AT_MS = 1000

/** `count` faults from the seed, each with its own stream, so that one more leaves the others as they are. */
export function drawFaults(random: Random, count: number, trafficMs: number, parts: Parts): readonly WorldFault[] {
  const faults = Array.from({ length: count }, (_, number) => drawFault(random.fork(`fault-${number}`), trafficMs, parts))
  return faults.toSorted((a, b) => a.startMs - b.startMs)
}

function drawFault(random: Random, trafficMs: number, parts: Parts): WorldFault {
  const kind = random.pick(WORLD_FAULTS)
  const startMs = onGrid(random.between(FIRST_AT_MS, Math.max(FIRST_AT_MS, trafficMs - 2000)))
  const lengthMs = kind.lastsMs ? Math.max(GRID_MS, onGrid(random.between(...kind.lastsMs))) : 0
  return worldFault({
    target: { name: kind.target, ...drawPart(random, kind, parts) },
    kind,
    attributes: Object.fromEntries(Object.entries(kind.attributes ?? {}).map(([name, attribute]) => [name, drawValue(random, attribute)])),
    startMs,
    endMs: Math.min(startMs + lengthMs, trafficMs),
    probability: kind.timing === 'per_record' ? random.pick([0.02, 0.1, 0.3, 1]) : 1,
  })
}

function drawPart(random: Random, { target, parts, isPartOptional }: WorldFaultKind, { workers, partitions }: Parts): { part?: string } {
  if (!parts || (isPartOptional && random.chance(0.2))) return {}
  const there = target === 'worker' ? parts.slice(0, workers) : target === 'log' ? parts.slice(0, partitions) : parts
  return { part: random.pick(there) }
}

function drawValue(random: Random, attribute: WorldAttribute): AttributeValue {
  if (attribute.type !== 'time') return random.pick<AttributeValue>(attribute.choices)
  // Small ones as often as large ones.
  const { fromMs, toMs } = attribute
  return Math.round(fromMs * (toMs / fromMs) ** random.fraction())
}

const onGrid = (ms: number): number => Math.round(ms / GRID_MS) * GRID_MS
