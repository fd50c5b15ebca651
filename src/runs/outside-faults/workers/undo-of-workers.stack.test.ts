import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { familyOf } from '../../../adapters/process/process-family.ts'
import { identityOf, isAlive, type ProcessIdentity, readStat } from '../../../adapters/process/process-identity.ts'
import type { RunDocument } from '../../../reports/run-document.ts'
import { BIN, emptyFolder, promo } from '../../../testing/promo-cli.ts'
import { smallRun } from '../../../testing/small-cluster-run.ts'

let cwd = ''
beforeEach(() => {
  cwd = emptyFolder()
})
afterEach(() => rmSync(cwd, { recursive: true }))

/** A run that stands in the middle of a pause of one of its workers, and the processes that it has started. */
async function inAPause() {
  const promoProcess = spawn(process.execPath, [BIN, ...smallRun('60s', ['worker.1:pause@1s+50s'])], { cwd, env: { ...process.env, PROMO_HOME: undefined }, stdio: 'ignore' })
  const ended = once(promoProcess, 'exit')
  const family = () => familyOf(identityOf(promoProcess.pid!)!).slice(1)
  await vi.waitFor(() => expect(family().map(stateOf)).toContain('T'), { timeout: 60_000, interval: 100 })
  return { promoProcess, ended, children: family() }
}

const stateOf = ({ pid }: ProcessIdentity) => readStat(readFileSync(`/proc/${pid}/stat`, 'utf8')).state
const leftToUndo = () => readdirSync(join(cwd, '.promo/undo'))

describe('a worker that stands still', () => {
  it('given the tool is killed by kill -9 meanwhile, when the next command is given, then it goes on, and none is left', async () => {
    const { promoProcess, ended, children } = await inAPause()
    promoProcess.kill('SIGKILL')
    await ended
    await vi.waitFor(() => expect(children.filter(isAlive).map(stateOf)).toEqual(['T']), { timeout: 30_000, interval: 100 })
    const { stdout } = await promo(['runs'], { cwd })
    expect(stdout).toContain(`undone: worker.1:pause@1s+50s, which process ${promoProcess.pid} had left behind`)
    await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), { timeout: 30_000, interval: 100 })
    expect(leftToUndo()).toEqual([])
  })

  it('given the run is interrupted meanwhile, then it goes on, everything sent is decided, and none is left', async () => {
    const { promoProcess, ended, children } = await inAPause()
    promoProcess.kill('SIGINT')
    expect(await ended).toEqual([105, null])
    expect([children.filter(isAlive), leftToUndo()]).toEqual([[], []])
    const [id] = readdirSync(join(cwd, '.promo/runs'))
    const document = JSON.parse(readFileSync(join(cwd, '.promo/runs', id, 'run.json'), 'utf8')) as RunDocument
    expect(document.metrics.lag.values).toMatchObject({ value: 0 })
  })
})
