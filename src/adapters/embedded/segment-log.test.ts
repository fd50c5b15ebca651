import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { eventLogContract } from '../../testing/contracts/event-log.contract.ts'
import { ByteRing } from './byte-ring.ts'
import { segmentsOf } from './segment-files.ts'
import { committedBatches, SegmentLog, type SegmentLogOptions } from './segment-log.ts'

const NOW = 1_795_840_200_000
const home = mkdtempSync(join(tmpdir(), 'promo-segments-'))
afterAll(() => rmSync(home, { recursive: true }))

/** A log with its ring, in a folder of its own, which may be there already. */
function openLog(options: Partial<SegmentLogOptions> = {}) {
  const dir = options.dir ?? join(mkdtempSync(join(home, 'log-')), '0')
  const ring = options.ring ?? ByteRing.create(1 << 20)
  const log = new SegmentLog({ dir, ring, batchBytesMax: 1 << 20, segmentBytesMax: 1 << 30, ...options })
  return { dir, log, ring, send: (...records: string[]) => expect(ring.push(records.map((record) => `${record}\n`).join(''), records.length, 0)).toBe(true) }
}

eventLogContract('the segment log', () => {
  const { log, ring, dir, send } = openLog()
  return {
    log,
    send,
    reopen() {
      log.close()
      return openLog({ dir, ring }).log
    },
  }
})

const output = (n: number) => `{"topic":"pricing_decisions","cause":${n},"text":"₹ é 😀"}`

async function commit(log: SegmentLog, batch: number, outputs: number): Promise<void> {
  const { records, firstOffset } = await log.take()
  const lines = Array.from({ length: outputs }, (_, n) => output(firstOffset + n))
  await log.commit({ batch, now: NOW + batch, inputs: records.length, lines, extra: ',"folded":0' })
}

const bytesOf = (dir: string): Buffer => Buffer.concat(segmentsOf(dir).map(({ path }) => readFileSync(path)))
const linesOf = (bytes: Buffer): string[] => bytes.toString('utf8').split('\n').slice(0, -1)
const isOrder = (line: string): boolean => line.startsWith('{"topic":"order"')

/** Offsets of the order records whose checksum does not cover exactly the lines since the one before. */
function wrongChecksums(lines: readonly string[]): number[] {
  let open = ''
  return lines.flatMap((line, offset) => {
    if (!isOrder(line)) return ((open += `${line}\n`), [])
    const head = line.slice(0, line.lastIndexOf(',"crc":'))
    const wrong = crc32(Buffer.from(open + head)) !== JSON.parse(line).crc
    open = ''
    return wrong ? [offset] : []
  })
}

describe('what stands in the file', () => {
  test('is what was sent, byte for byte, then the outputs, then the order record', async () => {
    const { log, dir, send } = openLog()
    send('{"a":"₹"}', 'not even JSON')
    await commit(log, 0, 1)
    expect(linesOf(bytesOf(dir))).toEqual(['{"a":"₹"}', 'not even JSON', output(0), expect.stringMatching(/^\{"topic":"order","batch":0,"now":1795840200000,"inputs":2,"folded":0,"crc":\d+\}$/)])
  })

  test('is there as soon as it is accepted, before anything is decided', async () => {
    const { log, dir, send, ring } = openLog()
    send('{"a":1}')
    expect(ring.acceptedCount).toBe(0)
    await log.take()
    expect([linesOf(bytesOf(dir)), ring.acceptedCount]).toEqual([['{"a":1}'], 1])
  })

  test('has a checksum for every batch, also for the one that went through a restart', async () => {
    const { log, dir, send, ring } = openLog()
    for (let batch = 0; batch < 3; batch++) {
      send(`{"n":${batch},"text":"é"}`)
      await commit(log, batch, batch)
    }
    send('{"waits":"for 😀"}')
    await log.take()
    log.close()
    const { log: again } = openLog({ dir, ring })
    await commit(again, 3, 2)
    await commit(again, 4, 1)
    const lines = linesOf(bytesOf(dir))
    expect([lines.filter(isOrder).length, wrongChecksums(lines)]).toEqual([5, []])
  })

  test.each(['order', 'pricing_decisions', 'price_updates', 'promotion_decisions', 'alerts', 'dead_letters'])('keeps inputs that claim to be %s apart by a space', async (topic) => {
    const { log, dir, send } = openLog()
    const forged = `{"topic":"${topic}","batch":9,"é":1}`
    send('{"a":1}', forged, '{"b":2}')
    expect((await log.take()).records).toEqual(['{"a":1}', ` ${forged}`, '{"b":2}'])
    await commit(log, 0, 1)
    const lines = linesOf(bytesOf(dir))
    expect([lines[1], wrongChecksums(lines)]).toEqual([` ${forged}`, []])
  })

  test('is cut into segments named by their first offset, where a batch has ended', async () => {
    const { log, dir, ring, send } = openLog({ segmentBytesMax: 300 })
    for (let batch = 0; batch < 12; batch++) {
      send(`{"n":${batch}}`)
      await commit(log, batch, 1)
    }
    log.close()
    const segments = segmentsOf(dir)
    const before = (index: number) => segments.slice(0, index).reduce((sum, { path }) => sum + linesOf(readFileSync(path)).length, 0)
    expect(segments.length).toBeGreaterThan(3)
    expect(segments.map(({ base }) => base)).toEqual(segments.map((_, index) => before(index)))
    expect(readdirSync(dir)[1]).toBe(`${String(segments[1].base).padStart(20, '0')}.jsonl`)
    for (const { path } of segments) expect(isOrder(linesOf(readFileSync(path)).at(-1)!)).toBe(true)

    const { log: again, send: sendOn } = openLog({ dir, ring, segmentBytesMax: 300 })
    sendOn('{"n":12}')
    await commit(again, 12, 1)
    expect([...committedBatches(dir, 0)].map(({ batch }) => batch)).toEqual(Array.from({ length: 13 }, (_, batch) => batch))
    expect([...committedBatches(dir, segments[2].base)][0].firstOffset).toBe(segments[2].base)
    expect(wrongChecksums(linesOf(bytesOf(dir)))).toEqual([])
  })
})

describe('a batch', () => {
  test('holds as many whole records as fit', async () => {
    const { log, send } = openLog({ batchBytesMax: 20 })
    send('12345678', '12345678', '12345678')
    expect((await log.take()).records.length).toBe(2)
    await commit(log, 0, 0)
    expect((await log.take()).records.length).toBe(1)
  })

  test('holds one record at least, however long it is', async () => {
    const { log, send } = openLog({ batchBytesMax: 20 })
    const long = 'x'.repeat(5000)
    send(long, 'short')
    const { records } = await log.take()
    expect(records[0]).toBe(long)
    await commit(log, 0, 0)
    expect([...records.slice(1), ...(await log.take()).records]).toEqual(['short'])
  })
})

/** The longest prefix that counts: to the last whole order record, and the whole inputs behind it. */
function validPrefix(bytes: Buffer): string[] {
  const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1)
  const lines = linesOf(whole)
  const committed = lines.findLastIndex(isOrder) + 1
  const firstOutput = lines.findIndex((line, offset) => offset >= committed && line.startsWith('{"topic":"pricing_decisions"'))
  return firstOutput < 0 ? lines : lines.slice(0, firstOutput)
}

describe('a log that ends anywhere', () => {
  test('is mended to its longest valid prefix, and goes on from there', async () => {
    const { log, dir, send } = openLog()
    send('{"a":"é"}', '{"topic":"order"}')
    await commit(log, 0, 2)
    await commit(log, 1, 0)
    send('{"b":"😀"}', '{"c":"₹"}')
    await commit(log, 2, 2)
    send('{"d":4}', '{"e":5}')
    await log.take()
    const bytes = bytesOf(dir)

    for (let length = 0; length <= bytes.length; length++) {
      const torn = join(home, `torn-${length}`)
      mkdirSync(torn)
      writeFileSync(join(torn, '00000000000000000000.jsonl'), bytes.subarray(0, length))
      const expected = validPrefix(bytes.subarray(0, length))

      const { log: mended } = openLog({ dir: torn })

      const committed = expected.findLastIndex(isOrder) + 1
      expect(linesOf(bytesOf(torn))).toEqual(expected)
      expect(mended.nextOffset).toBe(expected.length)
      expect((await mended.take()).records).toEqual(expected.slice(committed))
      if (committed < expected.length) expect((await mended.take()).firstOffset).toBe(committed)
      await commit(mended, expected.filter(isOrder).length, 1)
      expect(wrongChecksums(linesOf(bytesOf(torn)))).toEqual([])
      expect([...committedBatches(torn, 0)].map(({ batch }) => batch)).toEqual(Array.from({ length: expected.filter(isOrder).length + 1 }, (_, batch) => batch))
      mended.close()
    }
  })

  test('within a new segment leaves the older ones alone', async () => {
    const { log, dir, send } = openLog({ segmentBytesMax: 1 })
    send('{"a":1}')
    await commit(log, 0, 1)
    send('{"b":2}')
    await commit(log, 1, 1)
    log.close()
    const [first, second] = segmentsOf(dir)
    const kept = readFileSync(first.path)
    for (const torn of ['', '{"b":', '{"b":2}\n{"topic":"pricing_dec']) {
      writeFileSync(second.path, torn)
      const { log: mended } = openLog({ dir })
      expect(mended.nextOffset).toBe(torn.includes('\n') ? 4 : 3)
      expect([...committedBatches(dir, 0)].map(({ batch }) => batch)).toEqual([0])
      expect(readFileSync(first.path).equals(kept)).toBe(true)
      mended.close()
    }
  })
})
