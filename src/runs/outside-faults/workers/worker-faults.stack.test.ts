import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { familyOf } from '../../../adapters/process/process-family.ts'
import { identityOf, isAlive, type ProcessIdentity, readStat } from '../../../adapters/process/process-identity.ts'
import type { RunDocument } from '../../../reports/run-document.ts'
import { brokenInvariants } from '../../../testing/broken-invariants.ts'
import { testBrokers } from '../../../testing/kafka-world.ts'
import { BIN, emptyFolder, promo } from '../../../testing/promo-cli.ts'
import { testServer } from '../../../testing/real-servers.ts'
import { postgresUrl } from '../../stack/health.ts'

const SERVERS = ['--target', 'kafka', '--brokers', testBrokers().join(','), '--redis', `redis://${testServer('redis')}`, '--postgres', postgresUrl(testServer('postgres')), '--create-topics']
const SMALL = ['simulate', 'steady', '--rate', '200', '--skus', '100', '--stores', '2', '--workers', '2', '--json', ...SERVERS]
const FAULTS = (faults: readonly string[]) => faults.flatMap((fault) => ['--fault', fault])

let cwd = ''
beforeEach(() => {
  cwd = emptyFolder()
})
afterEach(() => rmSync(cwd, { recursive: true }))

const run = async (duration: string, ...faults: readonly string[]) => JSON.parse((await promo([...SMALL, '--duration', duration, ...FAULTS(faults)], { cwd })).stdout) as RunDocument

/** A run that stands in the middle of a pause of one of its workers, and the processes that it has started. */
async function inAPause() {
  const promoProcess = spawn(process.execPath, [BIN, ...SMALL, '--duration', '60s', ...FAULTS(['worker.1:pause@1s+50s'])], { cwd, env: { ...process.env, PROMO_HOME: undefined }, stdio: 'ignore' })
  const ended = once(promoProcess, 'exit')
  const family = () => familyOf(identityOf(promoProcess.pid!)!).slice(1)
  await vi.waitFor(() => expect(family().map(stateOf)).toContain('T'), { timeout: 60_000, interval: 100 })
  return { promoProcess, ended, children: family() }
}

const stateOf = ({ pid }: ProcessIdentity) => readStat(readFileSync(`/proc/${pid}/stat`, 'utf8')).state
const leftToUndo = () => readdirSync(join(cwd, '.promo/undo'))

describe('workers that are processes of a run', () => {
  it('given they are killed, stand still, leave and crash, when the run is judged, then each is back, and nothing is lost, doubled or stale', async () => {
    const document = await run('60s', 'worker.1:kill@2s+1s', 'worker.2:pause@13s+8s', 'worker.1:down@32s+2s', 'worker.2:restart@38s', 'worker:crash,at=publish@46s')
    expect(document.faults.map(({ spec, injected, eligible }) => [spec, injected, eligible])).toEqual(document.faults.map(({ spec }) => [spec, 1, 1]))
    expect(brokenInvariants(document)).toEqual([])
    expect(document.metrics.lag.values).toMatchObject({ value: 0 })
  })

  it('given the tool is killed by kill -9 while one stands still, when the next command is given, then that one goes on, and none is left', async () => {
    const { promoProcess, ended, children } = await inAPause()
    promoProcess.kill('SIGKILL')
    await ended
    await vi.waitFor(() => expect(children.filter(isAlive).map(stateOf)).toEqual(['T']), { timeout: 30_000, interval: 100 })
    const { stdout } = await promo(['runs'], { cwd })
    expect(stdout).toContain(`undone: worker.1:pause@1s+50s, which process ${promoProcess.pid} had left behind`)
    await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), { timeout: 30_000, interval: 100 })
    expect(leftToUndo()).toEqual([])
  })

  it('given the run is interrupted while one stands still, then that one goes on, everything sent is decided, and none is left', async () => {
    const { promoProcess, ended, children } = await inAPause()
    promoProcess.kill('SIGINT')
    expect(await ended).toEqual([105, null])
    expect([children.filter(isAlive), leftToUndo()]).toEqual([[], []])
    const [id] = readdirSync(join(cwd, '.promo/runs'))
    const document = JSON.parse(readFileSync(join(cwd, '.promo/runs', id, 'run.json'), 'utf8')) as RunDocument
    expect(document.metrics.lag.values).toMatchObject({ value: 0 })
  })
})
