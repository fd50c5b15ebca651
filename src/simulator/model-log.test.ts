import { describe, expect, test } from 'vitest'
import { eventLogContract } from '../testing/contracts/event-log.contract.ts'
import { OwnedLog } from '../testing/owned-log.ts'
import { Fenced, ModelLog } from './model-log.ts'

eventLogContract('the modelled log', () => {
  const log = new OwnedLog({ batchRecordsMax: 50 })
  return { log, send: (record) => log.send(record), reopen: () => log.reopened() }
})

const commit = { batch: 0, now: 1, inputs: 2, lines: [], extra: '' }

describe('the modelled log', () => {
  test('makes batches of no more than it is told, and says when more wait', async () => {
    const log = new OwnedLog({ batchRecordsMax: 2 })
    for (const record of ['1', '2', '3']) log.send(record)
    expect(await log.take()).toEqual({ firstOffset: 0, records: ['1', '2'], more: true })
    await log.commit(commit)
    expect(await log.take()).toEqual({ firstOffset: 3, records: ['3'], more: false })
  })

  test('given two owners, when the first one commits, then it is fenced, and nothing is written', async () => {
    const log = new ModelLog()
    for (const record of ['1', '2']) log.append(record)
    const [zombie, owner] = [log.open(), log.open()]
    await zombie.take()
    await expect(zombie.commit(commit)).rejects.toBeInstanceOf(Fenced)
    expect(log.batches).toEqual([])
    expect((await owner.take()).records).toEqual(['1', '2'])
    await owner.commit(commit)
    expect(log.batches).toHaveLength(1)
  })

  test('given records that are not on disk, when the broker dies, then they are gone and named, and others stay', async () => {
    const log = new ModelLog()
    log.append('1')
    log.sync()
    log.append('2')
    expect(log.forgetUnsynced()).toEqual(['2'])
    expect((await log.open().take()).records).toEqual(['1'])
  })

  test('given a commit whose answer was lost, when its owner looks, then it finds it; nobody else may look', async () => {
    const log = new ModelLog()
    const owner = log.open()
    expect(owner.look(0)).toBeUndefined()
    await owner.commit({ ...commit, inputs: 0 })
    expect(owner.look(0)).toBe(1)
    log.open()
    expect(() => owner.look(0)).toThrow(Fenced)
  })

  test('shows at its end what was accepted and not committed', async () => {
    const log = new ModelLog()
    log.append('{"a":1}')
    await log.open().take()
    expect(log.bytes().toString()).toBe('{"a":1}\n')
  })
})
