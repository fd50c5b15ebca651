import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CommittedBatch, EventLog } from '../../engine/kernel/ports.ts'

export interface LogUnderTest {
  readonly log: EventLog
  /** A producer sends a record. */
  send(record: string): void
  /** The same log for another process; the one before is dead. */
  reopen(): EventLog
}

const NOW = 1_795_840_200_000
const output = (text: string): string => JSON.stringify({ topic: 'pricing_decisions', text })

const all = async (log: EventLog, offset = 0): Promise<CommittedBatch[]> => {
  const batches: CommittedBatch[] = []
  for await (const batch of log.committed(offset)) batches.push(batch)
  return batches
}

/** Takes and commits everything that was sent, with one output line an input. */
async function commitAll(log: EventLog, fromBatch = 0): Promise<CommittedBatch[]> {
  const done: CommittedBatch[] = []
  for (let batch = fromBatch; ; batch++) {
    const { records, firstOffset } = await log.take()
    if (records.length === 0) return done
    const nextOffset = await log.commit({ batch, now: NOW + batch, inputs: records.length, lines: records.map(output), extra: ',"folded":0' })
    done.push({ firstOffset, records, batch, now: NOW + batch, nextOffset })
  }
}

/** What every event log promises, whoever keeps it. One on servers takes seconds for each of `portionings`. */
export function eventLogContract(name: string, open: () => LogUnderTest, portionings = 40): void {
  describe(`${name} as an event log`, () => {
    test('has nothing to give where nothing was sent', async () => {
      const { log } = open()
      expect((await log.take()).records).toEqual([])
      expect(await all(log)).toEqual([])
    })

    test('accepts what was sent, in order, with offsets from 0 and without a gap', async () => {
      const { log, send } = open()
      for (const record of ['{"a":1}', '{"b":2}', '{"c":3}']) send(record)
      const taken = await log.take()
      expect([taken.firstOffset, taken.records]).toEqual([0, ['{"a":1}', '{"b":2}', '{"c":3}']])
    })

    test('gives the same batch again until it is committed', async () => {
      const { log, send } = open()
      send('{"a":1}')
      const first = await log.take()
      send('{"b":2}')
      expect(await log.take()).toEqual(first)
      await log.commit({ batch: 0, now: NOW, inputs: 1, lines: [], extra: '' })
      expect((await log.take()).records).toEqual(['{"b":2}'])
    })

    test('counts every line: the offset behind a batch is that behind its order record', async () => {
      const { log, send } = open()
      send('{"a":1}')
      send('{"b":2}')
      await log.take()
      expect(await log.commit({ batch: 0, now: NOW, inputs: 2, lines: [output('x'), output('y'), output('z')], extra: '' })).toBe(6)
      expect(await log.commit({ batch: 1, now: NOW, inputs: 0, lines: [], extra: '' })).toBe(7)
      send('{"c":3}')
      expect((await log.take()).firstOffset).toBe(7)
    })

    test('shows a batch when it is committed, and not before', async () => {
      const { log, send } = open()
      send('{"a":1}')
      await log.take()
      expect(await all(log)).toEqual([])
      await log.commit({ batch: 0, now: NOW, inputs: 1, lines: [output('x')], extra: '' })
      expect(await all(log)).toEqual([{ firstOffset: 0, records: ['{"a":1}'], batch: 0, now: NOW, nextOffset: 3 }])
    })

    test('keeps ticks among the batches', async () => {
      const { log, send } = open()
      await log.commit({ batch: 0, now: NOW, inputs: 0, lines: [output('tick')], extra: '' })
      send('{"a":1}')
      await commitAll(log, 1)
      expect((await all(log)).map(({ records }) => records)).toEqual([[], ['{"a":1}']])
    })

    test('tells the rest from any batch on', async () => {
      const { log, send } = open()
      const done: CommittedBatch[] = []
      for (let batch = 0; batch < 6; batch++) {
        for (let sent = 0; sent <= batch; sent++) send(`{"n":${batch * 10 + sent}}`)
        done.push(...(await commitAll(log, batch)))
      }
      expect(await all(log)).toEqual(done)
      for (const [index, { nextOffset }] of done.entries()) expect(await all(log, nextOffset)).toEqual(done.slice(index + 1))
    })

    test('keeps for another process what was accepted, and what was committed', async () => {
      const { log, send, reopen } = open()
      send('{"a":1}')
      const done = await commitAll(log)
      send('{"b":2}')
      send('{"c":3}')
      const taken = await log.take()

      const again = reopen()

      expect(await all(again)).toEqual(done)
      expect(await again.take()).toMatchObject({ firstOffset: taken.firstOffset, records: ['{"b":2}', '{"c":3}'] })
      await commitAll(again, 1)
      expect((await all(again)).flatMap(({ records }) => records)).toEqual(['{"a":1}', '{"b":2}', '{"c":3}'])
    })

    test('does not take an input for an order record, however much it looks like one', async () => {
      const { log, send, reopen } = open()
      const forged = '{"topic":"order","batch":7,"now":0,"inputs":0,"folded":0,"crc":0}'
      send(forged)
      send('{"a":1}')
      const [{ records }] = await commitAll(log)
      expect(records.map((record) => JSON.parse(record))).toEqual([JSON.parse(forged), { a: 1 }])
      expect((await all(reopen())).map(({ batch, records: committed }) => [batch, committed])).toEqual([[0, records]])
    })

    test('keeps long order records whole', async () => {
      const { log, send } = open()
      const extra = `,"deduplicated":[${Array.from({ length: 40_000 }, (_, offset) => offset).join(',')}]`
      await log.commit({ batch: 0, now: NOW, inputs: 0, lines: [], extra })
      send('{"a":1}')
      await commitAll(log, 1)
      expect((await all(log)).map(({ batch }) => batch)).toEqual([0, 1])
    })

    test('gives every text back as it was sent, in whatever portions', async () => {
      const line = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll('\n', '\r'))
      const portions = fc.array(fc.array(line, { minLength: 1, maxLength: 6 }), { maxLength: 6 })
      await fc.assert(
        fc.asyncProperty(portions, fc.boolean(), async (sent, restarts) => {
          const { log: first, send, reopen } = open()
          let log = first
          const done: CommittedBatch[] = []
          for (const portion of sent) {
            for (const text of portion) send(text)
            if (restarts) log = reopen()
            done.push(...(await commitAll(log, done.length)))
          }
          expect(await all(log)).toEqual(done)
          expect(done.flatMap(({ records }) => records)).toEqual(sent.flat())
        }),
        { numRuns: portionings },
      )
    })
  })
}
