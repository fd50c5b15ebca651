import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readStat } from '../../../adapters/process/process-identity.ts'
import { emptyFolder } from '../../../testing/promo-cli.ts'
import { Children } from '../../cluster/children.ts'
import { OwnWorkers } from '../../cluster/own-workers.ts'
import { carryOut } from '../undo.ts'
import { WORKER_ACTS } from './worker-acts.ts'

/** Workers whose servers are not there wait for them, which is all that they are needed for here. */
const NOWHERE = ['worker', '--topic-prefix', 'x.', '--brokers', '127.0.0.1:1', '--redis', 'redis://127.0.0.1:1', '--postgres', 'postgresql://promo@127.0.0.1:1/promo']

let children: Children
let workers: OwnWorkers
const stateOf = (pid: number) => readStat(readFileSync(`/proc/${pid}/stat`, 'utf8')).state
const pid = (number = 0) => workers.processOf(number).pid

beforeEach(() => {
  vi.stubEnv('PROMO_HOME', emptyFolder())
  children = new Children()
  workers = new OwnWorkers(children, 2, () => NOWHERE)
  for (const number of [0, 1]) workers.start(number)
})
afterEach(async () => {
  await children.leave()
  vi.unstubAllEnvs()
})

const NEVER = new AbortController().signal

describe('what a fault does to a worker’s process', () => {
  it.each(['kill', 'down', 'restart'])('%s: it ends, the other one goes on, and another begins in its place when the fault ends', async (kind) => {
    const [first, other] = [pid(0), pid(1)]
    const act = WORKER_ACTS[kind](workers, 0)
    expect([act.undo, await act.begin(NEVER)]).toEqual([null, true])
    expect(() => workers.processOf(0)).toThrow('worker 1 does not run')
    expect(() => process.kill(first, 0)).toThrow('ESRCH')
    await act.end!()
    expect([pid(0) !== first, pid(1)]).toEqual([true, other])
  })

  it('pause: it stands still until somebody, whoever it is, makes it go on', async () => {
    const act = WORKER_ACTS.pause(workers, 0)
    await act.begin(NEVER)
    await vi.waitFor(() => expect(stateOf(pid(0))).toBe('T'))
    await carryOut(act.undo!)
    await vi.waitFor(() => expect(stateOf(pid(0))).not.toBe('T'))
  })

  it('crash: it is waited for until the worker ends by itself, and another begins in its place', async () => {
    const first = pid(0)
    const act = WORKER_ACTS.crash(workers, 0)
    const begun = act.begin(NEVER)
    process.kill(first, 'SIGKILL')
    expect(await begun).toBe(true)
    await act.end!()
    expect(pid(0)).not.toBe(first)
  })

  it('crash: it has not happened where the run was over first, and nobody is replaced', async () => {
    const first = pid(0)
    const act = WORKER_ACTS.crash(workers, 0)
    const over = new AbortController()
    const begun = act.begin(over.signal)
    over.abort()
    expect(await begun).toBe(false)
    await act.end!()
    expect(pid(0)).toBe(first)
  })

  it('nobody begins in anybody’s place once all are told to leave', async () => {
    const act = WORKER_ACTS.kill(workers, 0)
    await act.begin(NEVER)
    await children.leave()
    await act.end!()
    for (const number of [0, 1]) expect(() => workers.processOf(number)).toThrow('does not run')
  })
})
