// One of three brokers is killed: how long until every partition commits batches with events again, by the record of the
// run: the end of the first gap that the kill has made.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { linesOf, partitionDir, segmentsOf } from '../../dist/adapters/embedded/segment-files.js'
import { withStack } from '../stack/own-stack.mjs'
import { judged, run } from './simulate.mjs'

const KILLED_AT_S = 12
const DEAD_S = 20
const AFTER_S = 15
const BROKERS = 3
const WITHIN_MS = 10_000
/** A batch that is under way when the broker dies is stamped before that. */
const BEFORE_MS = 500
/** There is a batch every tenth of a second. */
const GAP_MS_MIN = 1000

export async function measure({ runs = '3', rate = '1000' }, tell) {
  const results = []
  for (let killed = 1; killed <= Number(runs); killed++) {
    results.push(await withStack(({ home, env }) => killOne(((killed - 1) % BROKERS) + 1, rate, home, env), BROKERS))
    tell(results.at(-1))
  }
  const producedAgainMs = Math.max(...results.map((result) => result.producedAgainMs))
  const isMet = producedAgainMs <= WITHIN_MS && results.every(({ violations }) => violations === 0)
  return { runs: results.length, producedAgainMs, isMet }
}

async function killOne(killed, rate, home, env) {
  const out = join(home, 'runs', `leader-${killed}`)
  const flags = ['--target', 'kafka', '--rate', rate, '--skus', '500', '--stores', '4', '--duration', `${KILLED_AT_S + DEAD_S + AFTER_S}s`, '--out', out]
  const result = await run(['simulate', 'steady', ...flags, '--fault', `broker.${killed}:kill@${KILLED_AT_S}s+${DEAD_S}s`], env)
  if (!result.document?.faults) return { killed, ...judged(result), producedAgainMs: Infinity }
  const [{ startedAtMs, recoveryMs }] = result.document.faults
  const { startsAt, partitions } = JSON.parse(readFileSync(join(out, 'scenario.json'), 'utf8'))
  const gaps = Array.from({ length: partitions }, (_, partition) => firstGapEnd(out, partition, startsAt, startedAtMs))
  return { killed, ...judged(result), recoveryMs, gapEndsMs: gaps, producedAgainMs: Math.max(...gaps) }
}

/** When the partition's first gap without a batch ends, in ms since the kill; 0 where there is none. */
function firstGapEnd(out, partition, startsAt, killedAtMs) {
  const times = [...batchTimes(out, partition)].map((now) => now - startsAt - killedAtMs).filter((ms) => ms >= -BEFORE_MS && ms < DEAD_S * 1000)
  return times.find((ms, index) => index > 0 && ms - times[index - 1] >= GAP_MS_MIN) ?? 0
}

function* batchTimes(out, partition) {
  for (const { path } of segmentsOf(partitionDir(out, partition))) {
    for (const { lines } of linesOf(path)) for (const line of lines) if (line.startsWith('{"topic":"order"')) yield JSON.parse(line).now
  }
}
