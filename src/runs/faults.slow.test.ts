import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { CRASH_POINTS } from '../faults/kinds/crash.ts'
import type { RunDocument } from '../reports/run-document.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'
import { brokenInvariants } from '../testing/broken-invariants.ts'

const SMALL = ['--rate', '1000', '--skus', '150', '--stores', '2', '--no-ui', '--json']

/** One a core. */
const WORKERS = Math.min(8, availableParallelism())

/** A small run with these faults; its document. Load is not judged: tests share the machine. */
async function runWith(faults: readonly string[], duration = '5s'): Promise<RunDocument> {
  const { stdout } = await promo(['simulate', 'steady', ...SMALL, '--duration', duration, ...faults.flatMap((fault) => ['--fault', fault])], { cwd: emptyFolder() })
  return JSON.parse(stdout) as RunDocument
}

const count = ({ metrics }: RunDocument, name: string): number => (metrics[name].values as { count: number }).count

describe('faults through the CLI', () => {
  test('a bolt that crashes at any point loses nothing and doubles nothing', { timeout: 60_000 }, async () => {
    const points = ['bolt.price:crash,at=read@1s', 'bolt.decide:crash@1500ms', 'bolt.publish:crash,at=commit@2s', 'bolt.forecast:crash,at=publish@2500ms', 'bolt.spout:crash@3s']
    const document = await runWith(points)
    expect(brokenInvariants(document)).toEqual([])
    expect(document.faults.map(({ injected }) => injected)).toEqual([1, 1, 1, 1, 1])
    expect(count(document, 'events_accepted')).toBe(5000)
    expect(count(document, 'events_processed')).toBe(5000)
  })

  test('a worker that crashes at any point is replaced, and loses nothing and doubles nothing', { timeout: 60_000 }, async () => {
    const document = await runWith(CRASH_POINTS.map((at, index) => `worker.${1 + (index % WORKERS)}:crash,at=${at}@${1 + 2 * index}s`), '15s')
    expect(brokenInvariants(document)).toEqual([])
    expect(document.faults.map(({ injected, eligible }) => [injected, eligible])).toEqual(CRASH_POINTS.map(() => [1, 1]))
    expect([count(document, 'events_accepted'), count(document, 'events_processed')]).toEqual([15_000, 15_000])
  })

  test('a crash strikes where there is work, however few SKUs there are', { timeout: 60_000 }, async () => {
    const few = ['--rate', '200', '--skus', '2', '--stores', '2', '--duration', '2s', '--no-ui', '--json', '--fault', 'bolt.price:crash@1s']
    for (const seed of ['1', '2', '3']) {
      const { stdout } = await promo(['simulate', 'steady', ...few, '--seed', seed], { cwd: emptyFolder() })
      expect((JSON.parse(stdout) as RunDocument).faults).toMatchObject([{ injected: 1 }])
    }
  })

  test('duplicates, wrong costs, a silent feed and a lost cache are seen and harmless', { timeout: 60_000 }, async () => {
    const document = await runWith(['log:duplicate@1s+2s~0.2', 'feed.cost:bad_cost,factor=100@1s+3s', 'feed.inventory:down@3s+1s', 'cache:down@2s+1s'])
    expect(brokenInvariants(document)).toEqual([])
    const [duplicate, badCost, down, cache] = document.faults
    expect(count(document, 'events_deduplicated')).toBe(duplicate.injected)
    expect(duplicate.injected).toBeGreaterThan(200)
    // A duplicate of a wrong cost is deduplicated, not quarantined again.
    expect(count(document, 'events_quarantined')).toBe(badCost.injected)
    expect(down.injected).toBeGreaterThan(100)
    expect(cache.injected).toBeGreaterThan(0)
    expect(count(document, 'price_read_fallbacks')).toBeGreaterThan(0)
  })

  test('lost answers, a killed worker, damaged and swapped events, a bad disk and a cache that forgets lose and double nothing', { timeout: 60_000 }, async () => {
    const faults = ['log:drop_ack@500ms+1s~0.3', 'worker.1:kill@1s+500ms', 'feed.demand:corrupt@500ms+3s~0.05', 'feed.sales:reorder@500ms+3s~0.2', 'feed.inventory:pause@2s+1s', 'disk:corrupt@500ms+4s', 'cache:flush@3s', 'store:latency,latency=10ms@3s+1s', 'clock:jump,by=90s@4s']
    const document = await runWith(faults)
    expect(brokenInvariants(document)).toEqual([])
    const strikes = (kind: string) => document.faults.find(({ spec }) => spec.includes(`:${kind}`))!
    for (const kind of ['drop_ack', 'kill', 'corrupt', 'reorder', 'pause', 'flush', 'latency', 'jump']) expect([kind, strikes(kind).injected! > 0]).toEqual([kind, true])
    expect(strikes('corrupt').eligible).toBeGreaterThan(strikes('corrupt').injected!)
    expect(count(document, 'events_dead_lettered')).toBe(strikes('corrupt').injected)
    expect(count(document, 'events_processed')).toBe(5000 - strikes('corrupt').injected!)
  })

  test('a run that still runs cannot be resumed', { timeout: 60_000 }, async () => {
    const cwd = emptyFolder()
    const dir = join(cwd, 'run')
    const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
    const running = spawn(process.execPath, [bin, 'simulate', 'steady', ...SMALL, '--duration', '5s', '--out', dir], { cwd, stdio: 'ignore' })
    const closed = new Promise((resolve) => running.once('close', resolve))
    while (!existsSync(join(dir, 'sent.json')) && running.exitCode === null) await delay(10)
    const { exitCode, stdout } = await promo(['runs', 'resume', dir, '--json'], { cwd })
    await closed
    expect(exitCode).toBe(104)
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'run_running', place: dir })
    expect(brokenInvariants(JSON.parse((await promo(['verify', dir, '--json'], { cwd })).stdout))).toEqual([])
  })
})
