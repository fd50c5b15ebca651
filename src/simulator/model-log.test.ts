import { describe, expect, test } from 'vitest'
import { checkpointsContract } from '../testing/contracts/checkpoints.contract.ts'
import { eventLogContract } from '../testing/contracts/event-log.contract.ts'
import { ModelCheckpoints, ModelLog } from './model-log.ts'

eventLogContract('the modelled log', () => {
  const log = new ModelLog()
  return { log, send: (record) => log.send(record), reopen: () => log }
})

checkpointsContract('the modelled checkpoints', () => {
  const checkpoints = new ModelCheckpoints()
  return { checkpoints, reopen: () => checkpoints }
})

describe('the modelled log', () => {
  test('makes batches of no more than it is told, and says when more wait', async () => {
    const log = new ModelLog(2)
    for (const record of ['1', '2', '3']) log.send(record)
    expect(await log.take()).toEqual({ firstOffset: 0, records: ['1', '2'], more: true })
    await log.commit({ batch: 0, now: 1, inputs: 2, lines: [], extra: '' })
    expect(await log.take()).toEqual({ firstOffset: 3, records: ['3'], more: false })
  })
})
