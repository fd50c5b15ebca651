import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partitionDir, segmentsOf } from '../embedded/segment-files.ts'
import { SegmentLog } from '../embedded/segment-log.ts'
import { LineSearch } from './line-search.ts'

const runDir = mkdtempSync(join(tmpdir(), 'promo-search-'))
afterAll(() => rmSync(runDir, { recursive: true }))

/** 30 batches of three lines in several segments; every fifth says "five" in its first line, every seventh "seven €". */
beforeAll(async () => {
  const log = new SegmentLog({ dir: partitionDir(runDir, 0), batchBytesMax: 0, segmentBytesMax: 600 })
  for (let batch = 0; batch < 30; batch++) {
    log.accept([`{"n":${batch}${batch % 5 ? '' : ',"five":"five"'}}`])
    await log.commit({ batch, now: 1000 + batch, inputs: 1, lines: [`{"out":${batch}${batch % 7 ? '' : ',"is":"seven €"'}}`], extra: '' })
  }
  log.close()
})

const open = () => new LineSearch(runDir, 0)
const numbers = (lines: Iterable<{ readonly text: string }>) => [...lines].map(({ text }) => Number(/\d+/.exec(text)))

describe('a search for lines', () => {
  it('finds each line that holds one of the texts, once, from the oldest on or from the newest back', () => {
    expect(segmentsOf(partitionDir(runDir, 0)).length).toBeGreaterThan(4)
    expect(numbers(open().forward(['five', 'seven €']))).toEqual([0, 0, 5, 7, 10, 14, 15, 20, 21, 25, 28])
    expect(numbers(open().backward(['five']))).toEqual([25, 20, 15, 10, 5, 0])
    expect(numbers(open().forward(['eleven']))).toEqual([])
  })

  it.each([
    [0, []],
    [15, [0]],
    [18, [0, 5]],
    [90, [0, 5, 10, 15, 20, 25]],
  ])('ends before the batch of offset %d', (before, found) => {
    expect(numbers(open().forward(['five'], before))).toEqual(found)
    expect(numbers(open().backward(['five'], before))).toEqual(found.toReversed())
  })

  it('says where a line stands, in a batch that is held against its checksum', () => {
    const search = open()
    for (const line of search.forward(['five'])) {
      const { batch, offset } = search.prove(line)!
      expect([batch.records, offset, batch.now]).toEqual([[line.text], batch.batch * 3, 1000 + batch.batch])
    }
    for (const line of search.forward(['seven €'])) expect(search.prove(line)!.offset % 3).toBe(1)
  })

  it('does not believe a line whose batch is not as it was written, nor one that was never committed', () => {
    const { path } = segmentsOf(partitionDir(runDir, 0)).at(-1)!
    const before = readFileSync(path)
    appendFileSync(path, '{"n":30,"five":"five"}\n{"n":31,"fi')
    const search = open()
    const [uncommitted] = search.backward(['five'])
    expect([uncommitted.text, search.prove(uncommitted)]).toEqual(['{"n":30,"five":"five"}', undefined])
    writeFileSync(path, before.toString().replace('"n":28', '"n":29'))
    const spoilt = open()
    const [changed] = spoilt.backward(['"n":29'])
    const [damaged] = [...spoilt.backward(['"n":29'])].slice(1)
    expect(spoilt.prove(changed)?.batch.batch).toBe(29)
    expect(() => spoilt.prove(damaged)).toThrow(/record 84 of partition 0/)
    writeFileSync(path, before)
  })
})
