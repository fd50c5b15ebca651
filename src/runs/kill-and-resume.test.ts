import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { Random } from '../engine/kernel/random.ts'
import type { RunDocument } from '../reports/run-document.ts'

// `npm run test:chaos` kills a hundred times.
const KILLS = Number(process.env.PROMO_CHAOS_KILLS ?? 1)
const SEED = process.env.PROMO_CHAOS_SEED ?? String(KILLS === 1 ? 1 : Date.now())
const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
const SMALL = ['simulate', 'flash-sale', '--no-faults', '--skus', '400', '--stores', '4', '--rate', '8000', '--duration', '8s', '--no-ui']

const home = mkdtempSync(join(tmpdir(), 'promo-kill-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Runs promo; the document it prints, and its exit code. */
async function promo(...args: string[]): Promise<{ readonly code: number | null; readonly document: RunDocument }> {
  const child = spawn(process.execPath, [BIN, ...args, '--json'], { stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  child.stdout.on('data', (chunk) => (text += chunk))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, document: JSON.parse(text) as RunDocument }
}

/** Starts a run and kills it `afterMs` after it has begun to write its log. */
async function killedRun(dir: string, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [BIN, ...SMALL, '--out', dir], { stdio: 'ignore' })
  const closed = new Promise((resolve) => child.once('close', resolve))
  while (!existsSync(join(dir, 'log')) && child.exitCode === null) await delay(2)
  await delay(afterMs)
  child.kill('SIGKILL')
  await closed
}

const count = (document: RunDocument, name: string): number => (document.metrics[name].values as { count: number }).count

describe(`a run that is killed at ${KILLS} random instants (PROMO_CHAOS_SEED=${SEED})`, () => {
  const random = new Random(SEED)
  const instants = Array.from({ length: KILLS }, (_, number) => ({ number, afterMs: random.between(1, 2500) }))

  test.each(instants)('kill $number, after $afterMs ms', { timeout: 60_000 }, async ({ number, afterMs }) => {
    const dir = join(home, String(number))
    await killedRun(dir, afterMs)
    expect(existsSync(join(dir, 'run.json'))).toBe(false)

    const prefix = await promo('verify', dir)
    expect(prefix.document.invariants.filter(({ status }) => status !== 'pass')).toEqual([])
    expect(prefix.code).toBe(0)

    const resumed = await promo('runs', 'resume', dir)
    expect(resumed.document.invariants.filter(({ status }) => status !== 'pass')).toEqual([])
    expect(resumed.document.metrics.lag.values).toMatchObject({ value: 0 })
    expect(count(resumed.document, 'events_accepted')).toBe(count(prefix.document, 'events_accepted'))
    expect(resumed.code).toBe(0)
    expect(JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8')).run.decisionsSha256).toBe(resumed.document.run.decisionsSha256)
    rmSync(dir, { recursive: true })
  })
})
