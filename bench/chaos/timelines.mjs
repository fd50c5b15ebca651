// Runs with random faults on three brokers, Redis and PostgreSQL: no invariant may be broken in any of them.
import { join } from 'node:path'
import { withStack } from '../stack/own-stack.mjs'
import { randomTimeline } from './random-timeline.mjs'
import { judged, run } from './simulate.mjs'

export async function measure({ runs = '20', seconds = '120', seed = '1', rate = '2000', brokers = '3' }, tell) {
  const results = []
  await withStack(async ({ home, env }) => {
    for (let each = Number(seed); each < Number(seed) + Number(runs); each++) {
      const faults = randomTimeline(each, Number(seconds), Number(brokers))
      const out = join(home, 'runs', `chaos-${each}`)
      const flags = ['--target', 'kafka', '--rate', rate, '--skus', '1000', '--stores', '4', '--duration', `${seconds}s`, '--seed', String(each), '--out', out]
      const result = judged(await run(['simulate', 'steady', ...flags, ...faults.flatMap((fault) => ['--fault', fault])], env))
      results.push(result)
      tell({ seed: each, ...result, timeline: faults })
      // What a broker must look through when it is started again grows with every topic.
      await run(['runs', 'clean', out, '--yes'], env)
    }
  }, Number(brokers))
  const sum = (of) => results.reduce((total, each) => total + (of(each) ?? 0), 0)
  const broken = results.filter(({ violations }) => violations !== 0).length
  return { runs: results.length, faults: sum(({ faults }) => faults), struck: sum(({ struck }) => struck), violations: sum(({ violations }) => violations), broken, isMet: broken === 0 }
}
