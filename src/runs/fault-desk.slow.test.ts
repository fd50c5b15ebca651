import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunDocument } from '../reports/run-document.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { emptyFolder } from '../testing/promo-cli.ts'
import type { FaultDesk } from './fault-desk.ts'
import { planScenario } from './plan-scenario.ts'
import { simulate } from './simulate.ts'
import { verify } from './verify.ts'
import { brokenInvariants } from '../testing/broken-invariants.ts'

const WANTED = ['bolt.price:crash', 'cache:down', 'feed.sales:duplicate', 'feed.inventory:down', 'feed.cost:bad_cost', 'store:reset_peer', 'log:latency']

/** A small run into which somebody injects faults, a moment after its traffic began. */
describe('faults injected into a run', () => {
  const outDir = emptyFolder()
  const injected: string[] = []
  const refused: string[] = []
  let document: RunDocument
  let desk: FaultDesk | undefined

  beforeAll(async () => {
    const scenario = await planScenario('steady', { rate: 1000, skus: 150, stores: 2, durationMs: 5000, faults: ['bolt.decide:crash@4s'] })
    const commandWith = (faults: readonly string[]) => `again with ${faults.length}`
    const options = { scenario, outDir, command: 'again', commandWith, signal: new AbortController().signal, maxTimeMs: null, onProgress: () => {} }
    const running = simulate({ ...options, onDesk: (given) => (desk = given) })
    await trafficBegan(outDir)
    for (const wanted of WANTED) injected.push(inject(wanted))
    try {
      inject('cache:down')
    } catch (error) {
      refused.push((error as Error).message)
    }
    document = (await running).document
  }, 60_000)

  const inject = (wanted: string): string => desk!.inject(desk!.injectables.find(({ kind, target }) => `${target}:${kind}` === wanted)!)

  it('act for real, and stand behind the planned ones in the document', () => {
    expect(document.faults.map(({ spec }) => spec)).toEqual(['bolt.decide:crash@4s', ...injected])
    for (const { spec, injected: hits, startedAtMs } of document.faults) expect([spec, (hits ?? 0) > 0, startedAtMs !== null]).toEqual([spec, true, true])
  })

  it('break no invariant', () => {
    expect(brokenInvariants(document)).toEqual([])
  })

  it('are part of what repeats the run', () => {
    expect(document.run.command).toBe('again with 8')
    expect((JSON.parse(readFileSync(join(outDir, 'scenario.json'), 'utf8')) as Scenario).faults).toEqual(document.faults.map(({ spec }) => spec))
  })

  it('leave a folder that can be judged again', async () => {
    const again = (await verify({ runDir: outDir, onProgress: () => {} })).document
    expect([again.verdict, again.run.decisionsSha256]).toEqual(['pass', document.run.decisionsSha256])
    expect(again.faults).toEqual(document.faults)
  })

  it('are refused where the target is under one that allows nothing beside it', () => {
    expect(refused).toEqual([expect.stringContaining('on at the same time on cache')])
  })

  it('are refused once the traffic is over', () => {
    expect(() => inject('bolt.price:crash')).toThrow('there is no traffic now')
  })
})

/** `sent.json` is rewritten every second; the first time, its traffic is about to begin. */
async function trafficBegan(runDir: string): Promise<void> {
  for (let waits = 0; waits < 1000; waits++) {
    await delay(10)
    const total = sentTotal(runDir)
    if (total > 0) return
  }
  throw new Error('no traffic came')
}

function sentTotal(runDir: string): number {
  try {
    const { sent } = JSON.parse(readFileSync(join(runDir, 'sent.json'), 'utf8')) as { sent: Record<string, number> }
    return Object.values(sent).reduce((sum, count) => sum + count, 0)
  } catch {
    return 0
  }
}
