import { createRequire } from 'node:module'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AbortedTransaction, FetchedPartition } from './fetch-response.ts'
import { eachRecord } from './record-batches.ts'

const require = createRequire(import.meta.url)
const Encoder = require('kafkajs/src/protocol/encoder')
const encodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0')

const FIRST_TIMESTAMP = 1_795_840_200_000
const HEAD_BYTES = 61
const [GZIP, SNAPPY, ZSTD, APPEND_TIME, TRANSACTIONAL, CONTROL] = [1, 2, 4, 8, 16, 32]

interface Written {
  readonly key?: string | null
  readonly value?: string | Buffer | null
  readonly headers?: Readonly<Record<string, string>>
  readonly timestampDelta?: number
}

interface BatchTerms {
  readonly attributes?: number
  readonly producerId?: number
  readonly compress?: (bytes: Buffer) => Buffer
}

/** A batch as a broker would answer with, its records by kafkajs's own encoder. */
function batch(baseOffset: number, records: readonly Written[], { attributes = 0, producerId = -1, compress = (bytes) => bytes }: BatchTerms = {}): Buffer {
  const body = new Encoder()
  for (const [offsetDelta, { key = null, value = null, headers = {}, timestampDelta = 0 }] of records.entries()) body.writeEncoder(encodeRecord({ offsetDelta, timestampDelta, key: key === null ? null : Buffer.from(key), value: value === null ? null : Buffer.from(value), headers }))
  const content = compress(body.buffer)
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeBigInt64BE(BigInt(baseOffset))
  head.writeInt32BE(HEAD_BYTES - 12 + content.length, 8)
  head.writeInt8(2, 16)
  head.writeInt16BE(attributes, 21)
  head.writeInt32BE(records.length - 1, 23)
  head.writeBigInt64BE(BigInt(FIRST_TIMESTAMP), 27)
  head.writeBigInt64BE(BigInt(FIRST_TIMESTAMP + 777), 35)
  head.writeBigInt64BE(BigInt(producerId), 43)
  head.writeInt32BE(records.length, 57)
  return Buffer.concat([head, content])
}

const mark = (baseOffset: number, producerId: number, isCommit: boolean): Buffer => batch(baseOffset, [{ key: `\0\0\0${isCommit ? '\u0001' : '\0'}`, value: '' }], { attributes: TRANSACTIONAL | CONTROL, producerId })

function fetched(batches: readonly Buffer[], aborted: readonly AbortedTransaction[] = []): FetchedPartition {
  return { topic: 'sales', partition: 3, errorCode: 0, highWatermark: 100, logStart: 0, aborted, batches: Buffer.concat(batches) }
}

function read(partition: FetchedPartition, from = 0) {
  const records: { offset: number; timestamp: number; key: string | null; value: string | null; text: string; headers: readonly unknown[] }[] = []
  const next = eachRecord(partition, from, ({ offset, timestamp, key, value, text, headers }) => records.push({ offset, timestamp, key: key?.toString() ?? null, value: value?.toString() ?? null, text, headers }))
  return { records, next }
}

const texts = (partition: FetchedPartition, from = 0) => read(partition, from).records.map(({ text }) => text)

describe('the records of a fetched partition', () => {
  it('are what kafkajs has written, whatever is in them', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 })
    const record = fc.record({ key: fc.option(text), value: fc.option(text), headers: fc.dictionary(fc.string({ minLength: 1 }).filter((name) => !(name in {})), text, { maxKeys: 3 }), timestampDelta: fc.integer({ min: -1e9, max: 1e12 }) })
    fc.assert(
      fc.property(fc.array(fc.array(record, { minLength: 1, maxLength: 8 }), { maxLength: 4 }), fc.integer({ min: 0, max: 2 ** 52 }), (batches, base) => {
        let next = base
        const bytes = batches.map((records) => batch((next += records.length) - records.length, records))
        const told = read(fetched(bytes), base)
        expect(told.next).toBe(next)
        expect(told.records).toEqual(
          batches.flat().map(({ key, value, headers, timestampDelta }, index) => ({ offset: base + index, timestamp: FIRST_TIMESTAMP + timestampDelta, key, value, text: value ?? '', headers: Object.entries(headers) })),
        )
      }),
    )
  })

  it('given a fetch that begins in the middle of a batch, then only what was asked for is told', () => {
    expect(texts(fetched([batch(10, [{ value: 'a' }, { value: 'b' }, { value: 'c' }])]), 11)).toEqual(['b', 'c'])
  })

  it('given a batch that is cut off, then it is left for the next fetch', () => {
    const [whole, cut] = [batch(0, [{ value: 'a' }]), batch(1, [{ value: 'b' }])]
    for (let kept = 0; kept < cut.length; kept++) expect(read(fetched([whole, cut.subarray(0, kept)]))).toMatchObject({ next: 1, records: [{ text: 'a' }] })
  })

  it('given gzip or zstd, then they are unpacked', () => {
    expect(texts(fetched([batch(0, [{ value: 'a' }], { attributes: GZIP, compress: gzipSync }), batch(1, [{ value: 'ü' }], { attributes: ZSTD, compress: zstdCompressSync })]))).toEqual(['a', 'ü'])
  })

  it('given another codec or an old format, then it is said where', () => {
    expect(() => read(fetched([batch(7, [{ value: 'a' }], { attributes: SNAPPY })]))).toThrow('sales/3, offset 7: compressed with snappy')
    const old = batch(8, [{ value: 'a' }])
    old.writeInt8(1, 16)
    expect(() => read(fetched([old]))).toThrow('sales/3, offset 8: format 1')
  })

  it('given a topic whose times are the broker’s, then these are told', () => {
    expect(read(fetched([batch(0, [{ value: 'a' }], { attributes: APPEND_TIME })])).records).toMatchObject([{ timestamp: FIRST_TIMESTAMP + 777 }])
  })

  it('given transactions that overlap, then what was aborted is passed over, and so are the marks', () => {
    const of = (producerId: number) => ({ attributes: TRANSACTIONAL, producerId })
    const log = [
      batch(0, [{ value: 'aborted by 1' }], of(1)),
      batch(1, [{ value: 'aborted by 2' }], of(2)),
      batch(2, [{ value: 'kept of 3' }], of(3)),
      mark(3, 1, false),
      batch(4, [{ value: 'aborted by 2 too' }], of(2)),
      batch(5, [{ value: 'kept of 1' }, { value: 'without' }], of(1)),
      mark(7, 2, false),
      batch(8, [{ value: 'nobody’s' }]),
      mark(9, 1, true),
      mark(10, 3, true),
    ]
    expect(read(fetched(log, [{ producerId: 2, firstOffset: 1 }, { producerId: 1, firstOffset: 0 }]))).toMatchObject({ next: 11, records: [{ text: 'kept of 3' }, { text: 'kept of 1' }, { text: 'without' }, { text: 'nobody’s' }] })
  })

  it('given a key that looks like a mark, then it is a record like any other', () => {
    const log = [batch(0, [{ value: 'aborted' }], { attributes: TRANSACTIONAL, producerId: 1 }), batch(1, [{ key: '\0\0\0\0', value: 'kept' }]), batch(2, [{ value: 'aborted too' }], { attributes: TRANSACTIONAL, producerId: 1 }), mark(3, 1, false)]
    expect(texts(fetched(log, [{ producerId: 1, firstOffset: 0 }]))).toEqual(['kept'])
  })
})
