// A worker is stopped for longer than its session, another takes its partitions, and it comes back in the belief that
// they are still its own: each time it must be fenced, and nothing lost or doubled.
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { SESSION } from '../../dist/adapters/kafka/client.js'
import { withStack } from '../stack/own-stack.mjs'
import { begin, judged } from './simulate.mjs'

const PREFIX = 'chaos.'
const BEFORE_S = 10
/** Until the others have shared out what was its own, and have taken it over. */
const STOPPED_MS = SESSION.timeoutMs + 4000
const BACK_MS = 12_000

export async function measure({ pauses = '10', rate = '500' }, tell) {
  return withStack(async ({ home, env }) => {
    const seconds = BEFORE_S + Math.ceil((Number(pauses) * (STOPPED_MS + BACK_MS)) / 1000)
    const flags = ['--target', 'kafka', '--rate', rate, '--skus', '500', '--stores', '2', '--duration', `${seconds}s`, '--topic-prefix', PREFIX, '--external', '--workers', '2', '--out', join(home, 'runs', 'zombies')]
    const conductor = begin(['simulate', 'steady', '--no-faults', ...flags], env)
    const workers = [1, 2].map(() => begin(['worker', '--topic-prefix', PREFIX], env))
    const generator = begin(['generate', '--topic-prefix', PREFIX, '--segment', '1/1'], env)
    await setTimeout(BEFORE_S * 1000)
    for (let pause = 0; pause < Number(pauses); pause++) await stopAndGoOn(workers[pause % 2].child)
    const run = judged(await conductor.ended)
    const summaries = (await Promise.all([...workers, generator].map(({ ended }) => ended))).slice(0, 2)
    tell({ run, workers: summaries.map(({ document }) => document) })
    const fenced = summaries.reduce((sum, { document }) => sum + (document?.fenced ?? 0), 0)
    return { pauses: Number(pauses), fenced, violations: run.violations, isMet: fenced >= Number(pauses) && run.violations === 0 }
  })
}

async function stopAndGoOn(worker) {
  worker.kill('SIGSTOP')
  await setTimeout(STOPPED_MS)
  worker.kill('SIGCONT')
  await setTimeout(BACK_MS)
}
