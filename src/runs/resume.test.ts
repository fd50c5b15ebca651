import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ByteRing } from '../adapters/embedded/byte-ring.ts'
import { partitionDir } from '../adapters/embedded/segment-files.ts'
import { committedBatches, SegmentLog } from '../adapters/embedded/segment-log.ts'
import { SnapshotFiles } from '../adapters/embedded/snapshots/snapshot-files.ts'
import { type CommittedBatch, NO_FAULTS } from '../engine/kernel/ports.ts'
import { PartitionRunner } from '../engine/kernel/runner.ts'
import { DEFAULT_POLICY } from '../engine/pricing/policy.ts'
import { PricingPipeline } from '../engine/pricing/pipeline.ts'
import { VirtualClock } from '../simulator/virtual-clock.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { MORNING, PricingWorld } from '../testing/pricing-world.ts'
import { LEASE } from './lease.ts'
import { resumePartition } from './resume.ts'

const home = mkdtempSync(join(tmpdir(), 'promo-resume-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const scenario = { policy: DEFAULT_POLICY, catalog: { stores: ['S01'] }, startsAt: MORNING } as unknown as Scenario
const world = new PricingWorld()
const record = (event: object): string => `${JSON.stringify({ ...world.event({}), ...event })}\n`
const seeded = record({ id: 'seed', topic: 'catalog', type: 'sku_seeded', data: world.skuFacts({}, [[500, 5]]) })
const view = (id: string) => record({ id, topic: 'demand_events', type: 'view', store: 'S01', data: {} })

interface Death {
  /** Whether the snapshot stands where the log ends. */
  readonly snapshot: boolean
  /** Views that were accepted and not decided. */
  readonly accepted: number
}

/** A run that dies a minute after its start, with a view that is folded and not yet decided. */
async function killedRun({ snapshot, accepted }: Death): Promise<string> {
  const runDir = join(home, `run-${snapshot}-${accepted}`)
  const dir = partitionDir(runDir, 0)
  const ring = ByteRing.create(1 << 16)
  const log = new SegmentLog({ dir, ring, batchBytesMax: 1 << 16, segmentBytesMax: 1 << 20 })
  const clock = new VirtualClock(MORNING)
  const runner = new PartitionRunner(
    () => new PricingPipeline({ partition: 0, partitions: 1, policy: DEFAULT_POLICY, stores: ['S01'] }),
    { clock, log, checkpoints: new SnapshotFiles(dir), projections: [], faults: NO_FAULTS },
    { partition: 0, ...LEASE, checkpointEveryMs: 1e9 },
    { committed: () => {}, crashed: () => {}, recovered: () => {} },
  )
  ring.push(seeded, 1, 0)
  await runner.poll()
  clock.advance(60_000)
  ring.push(view('folded'), 1, 0)
  await runner.poll()
  if (snapshot) await runner.checkpoint()
  for (let sent = 0; sent < accepted; sent++) ring.push(view(`accepted-${sent}`), 1, 0)
  await log.take()
  log.close()
  return runDir
}

describe('a partition that is resumed', () => {
  const deaths = [true, false].flatMap((snapshot) => [0, 3].map((accepted) => ({ snapshot, accepted })))

  test.each(deaths)('goes on in its own time and decides all that was accepted (%o)', async (death) => {
    const runDir = await killedRun(death)

    const inputs = await resumePartition(runDir, 0, scenario)

    const batches = [...committedBatches(partitionDir(runDir, 0), 0)]
    const nows = batches.map(({ now }) => now)
    expect(inputs).toBe(death.accepted)
    expect(nows).toEqual(nows.toSorted((a, b) => a - b))
    expect(eventsDecided(batches)).toBe(1 + death.accepted)
  })
})

/** How many of the item's events its last decision has seen. */
function eventsDecided(batches: readonly CommittedBatch[]): number {
  const again = new PricingWorld()
  const rows = batches.flatMap(({ records, now }) => {
    again.now = now
    again.batch(records)
    return again.rows
  })
  return rows.at(-1)!.events
}
