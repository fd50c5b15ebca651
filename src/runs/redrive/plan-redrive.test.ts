import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MORNING } from '../../testing/pricing-world.ts'
import type { DeadLetter } from './dead-letter.ts'
import { planRedrive, type RedriveFacts } from './plan-redrive.ts'
import { NO_REPAIRS, readRepairs } from './read-repairs.ts'

const sale = (id: string, more: object = {}) => JSON.stringify({ topic: 'sales_events', id, type: 'sale', sku: 'A', store: 'S01', ts: MORNING, source: 's', receivedAt: MORNING, schemaVersion: 1, data: { qty: 1, unitPriceMinor: 1 }, ...more })
const letter = (record: string, place = '0:7'): DeadLetter => ({ place, partition: 0, topic: 'sales_events', code: 'x', message: 'y', record })

/** What becomes of these letters: fate and reason. */
function fates(letters: readonly DeadLetter[], more: Partial<RedriveFacts> = {}) {
  const facts = { letters, repairs: NO_REPAIRS, appliedIds: new Set<string>(), knownSkus: new Set(['A']), stores: ['S01'], partitions: 8, now: MORNING, ...more }
  return planRedrive(facts).map(({ fate, why, isRepaired }) => ({ fate, why, isRepaired }))
}

describe('a dead letter', () => {
  it('given a record that is understood by now, then it is sent', () => {
    expect(fates([letter(sale('a'))])).toEqual([{ fate: 'sent', why: null, isRepaired: false }])
  })

  it('given a record that is still not, then the reason is the pipeline’s own', () => {
    expect(fates([letter('{"id":"a"'), letter(sale('b', { schemaVersion: 9 })), letter(sale('c', { sku: 'B' })), letter(sale('d', { store: 'S9' }))]).map(({ fate, why }) => [fate, why?.split(':')[0]])).toEqual([
      ['refused_again', 'invalid_json'],
      ['refused_again', 'unknown_version'],
      ['refused_again', 'unknown_sku'],
      ['refused_again', 'unknown_store'],
    ])
  })

  it('given two of one id, or one that was taken in the meantime, then each event is sent once', () => {
    expect(fates([letter(sale('a'), '0:1'), letter(sale('a'), '0:2'), letter(sale('b'))], { appliedIds: new Set(['b']) }).map(({ fate }) => fate)).toEqual(['sent', 'applied_already', 'applied_already'])
  })

  it('given a mended record, then that goes to the partition of its SKU', () => {
    const [sent] = planRedrive({ letters: [letter('{"id":"a", no JSON')], repairs: { ...NO_REPAIRS, byId: new Map([['a', sale('a')]]) }, appliedIds: new Set(), knownSkus: new Set(['A']), stores: ['S01'], partitions: 8, now: MORNING })
    expect(sent).toMatchObject({ fate: 'sent', isRepaired: true, record: sale('a'), partition: 2, topic: 'sales_events' })
  })
})

it('given a repair of no dead letter, then it is refused with the nearest', () => {
  const repairs = { ...NO_REPAIRS, byId: new Map([['typ', sale('typ')]]) }
  expect(() => fates([letter(sale('typo'))], { repairs })).toThrow(expect.objectContaining({ mistake: expect.objectContaining({ code: 'unused_repair', place: '--repairs', value: 'typ', fix: 'did you mean "typo"?', exitCode: 104 }) }))
})

describe('a file of mended records', () => {
  const read = async (text: string) => {
    const dir = mkdtempSync(join(tmpdir(), 'promo-repairs-'))
    writeFileSync(join(dir, 'mended.jsonl'), text)
    return readRepairs(join(dir, 'mended.jsonl')).finally(() => rmSync(dir, { recursive: true }))
  }

  it('names its letters by id, or by their place', async () => {
    expect(await read('{"id":"a","type":"sale"}\n{"deadLetter":"3:17","record":{"id":"b"}}\n')).toEqual({ byId: new Map([['a', '{"id":"a","type":"sale"}']]), byPlace: new Map([['3:17', '{"id":"b"}']]) })
  })

  it('is refused where two lines mend one letter', async () => {
    await expect(read('{"id":"a"}\n{"id":"a"}\n')).rejects.toMatchObject({ mistake: { code: 'repaired_twice', place: expect.stringMatching(/:2:1$/) } })
  })

  it.each(['{"type":"sale"}', '{"deadLetter":"3","record":{}}', '{"deadLetter":"3:17"}'])('is refused where %s mends nothing', async (line) => {
    await expect(read(line)).rejects.toMatchObject({ mistake: { code: 'bad_repair', exitCode: 104, place: expect.stringMatching(/mended\.jsonl:1:1$/) } })
  })
})
