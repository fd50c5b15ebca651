import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { partitionDir } from '../../adapters/embedded/segment-files.ts'
import { SegmentLog } from '../../adapters/embedded/segment-log.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { causeChain } from './cause-chain.ts'
import { chainLines } from './chain-lines.ts'
import type { Found } from './explained-decision.ts'

const event = (id: string, ids: object = {}) => JSON.stringify({ topic: 'price_overrides', id, type: 'price_overridden', receivedAt: 1, ...ids })
let runDir = ''

/** One batch of a partition. */
async function record(partition: number, records: readonly string[], now: number): Promise<void> {
  const log = new SegmentLog({ dir: partitionDir(runDir, partition), batchBytesMax: 0, segmentBytesMax: 1 << 20 })
  log.accept(records)
  await log.commit({ batch: 0, now, inputs: records.length, lines: [], extra: '' })
  log.close()
}

/** The chain of a decision that line 1 of partition 0 caused. */
function chainOf(cause: string, moment = {}) {
  const explanation = { decisionId: '0:1:A:S01:r1', sku: 'A', store: 'S01', source: { topic: 'price_overrides', partition: 0, offset: 1, seq: 1 } }
  return causeChain({ explanation, cause, events: [] } as unknown as Found, { runDir, scenario: { partitions: 2 } as Scenario, partition: 0, moment })
}

beforeAll(async () => {
  runDir = mkdtempSync(join(tmpdir(), 'promo-chain-'))
  await record(0, ['no JSON with "approval" in it', event('override', { causationId: 'approval', correlationId: 'case-7' })], 5)
  await record(1, [event('approval', { causationId: 'request' }), event('request', { causationId: 'lost' }), event('note', { correlationId: 'case-7' }), event('other', { correlationId: 'case-8' })], 9)
})
afterAll(() => rmSync(runDir, { recursive: true }))

const OVERRIDE = event('override', { causationId: 'approval', correlationId: 'case-7' })

it('given records that name their causes, then the chain goes back across partitions to the first one that is known', () => {
  const { links } = chainOf(OVERRIDE)
  expect(links.map(({ what, id, partition, offset }) => [what, id, partition, offset])).toEqual([
    ['price', 'A:S01', undefined, undefined],
    ['decision', '0:1:A:S01:r1', undefined, undefined],
    ['event', 'override', 0, 1],
    ['event', 'approval', 1, 0],
    ['event', 'request', 1, 1],
    ['missing', 'lost', undefined, undefined],
  ])
})

it('given a correlation id, then its other records are told, and no stranger', () => {
  expect(chainOf(OVERRIDE).related.map(({ id }) => id)).toEqual(['note'])
  expect(chainLines(chainOf(OVERRIDE)).join('\n')).toContain('note: price_overridden in price_overrides/1:2')
})

it('given a moment before them, then they are not known yet', () => {
  expect(chainOf(OVERRIDE, { now: 5 }).links.at(-1)).toMatchObject({ what: 'missing', id: 'approval' })
})

it('given a circle, then it ends', () => {
  expect(chainOf(event('override', { causationId: 'override' })).links).toHaveLength(3)
})

it('given records without such ids, then a person is told nothing more', () => {
  expect(chainLines(chainOf(event('override')))).toEqual([])
})
