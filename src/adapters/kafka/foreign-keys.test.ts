import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PricingPipeline } from '../../engine/pricing/pipeline.ts'
import { DEFAULT_POLICY } from '../../engine/pricing/policy.ts'
import { MORNING, PricingWorld } from '../../testing/pricing-world.ts'
import { ByteRing } from '../embedded/byte-ring.ts'
import { committedBatches, SegmentLog } from '../embedded/segment-log.ts'
import { HomeKeysOnly } from './foreign-keys.ts'

/** `foobar` is at home in 6 of 8. */
const PLACE = { partition: 5, partitions: 8 }

describe('a log in which only keys of its partition may stand', () => {
  let dir = ''
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'promo-home-keys-'))))
  afterEach(() => rmSync(dir, { recursive: true }))

  async function decide(sku: string): Promise<void> {
    const ring = ByteRing.create(1 << 16)
    const log = new SegmentLog({ dir, ring, batchBytesMax: 1 << 16, segmentBytesMax: 1 << 20 })
    const event = new PricingWorld().event({ store: 'S01', sku, data: { qty: 1, unitPriceMinor: 1 } })
    ring.push(`${JSON.stringify(event)}\n`, 1, 0)
    const pipeline = new PricingPipeline({ ...PLACE, policy: DEFAULT_POLICY, stores: ['S01'] })
    const home = new HomeKeysOnly(log)
    const { records, firstOffset } = await home.take()
    const { lines, extra } = pipeline.step(records, firstOffset, 0, MORNING)
    await home.commit({ batch: 0, now: MORNING, inputs: records.length, lines, extra })
  }

  test('given a record of another partition, when its batch is committed, then its owner goes no further, and the dead letter is there', async () => {
    await expect(decide('foobar')).rejects.toMatchObject({ mistake: { code: 'foreign_partition', place: 'sales_events', message: expect.stringContaining('foobar stands in partition 5'), exitCode: 104 } })
    expect([...committedBatches(dir, 0)]).toMatchObject([{ batch: 0, records: [expect.stringContaining('foobar')] }])
  })

  test('given a record that is refused for something else, when its batch is committed, then it goes on', async () => {
    await expect(decide('SKU-6')).resolves.toBeUndefined()
  })
})
