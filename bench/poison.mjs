// node bench/poison.mjs [pairs, 5] [rate, 10000] [seconds, 20]: what one damaged event in a hundred costs the healthy ones.
// Each pair is the same seed without and with poison, in turns which goes first.
import { spawn } from 'node:child_process'
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const say = (line) => process.stdout.write(`${line}\n`)

const BIN = fileURLToPath(new URL('../bin/run.js', import.meta.url))
const [pairs, rate, seconds] = [5, 10_000, 20].map((usual, index) => Number(process.argv[2 + index] ?? usual))
const POISON = ['--fault', 'log:corrupt~0.01']
const GATE = 1.2

async function simulate(seed, faults) {
  const dir = join(mkdtempSync(join(tmpdir(), 'promo-poison-')), 'run')
  const args = ['simulate', 'steady', '--rate', rate, '--duration', `${seconds}s`, '--seed', seed, '--out', dir, '--json', '--no-ui', ...faults]
  const child = spawn(process.execPath, [BIN, ...args.map(String)], { stdio: ['ignore', 'ignore', 'ignore'] })
  await new Promise((resolve) => child.once('close', resolve))
  const document = JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8'))
  const buried = await deadLetters(dir)
  rmSync(join(dir, '..'), { recursive: true })
  const { metrics, faults: [fault], invariants } = document
  return {
    p99Ms: metrics.decision_latency.values['p(99)'],
    injected: fault?.injected ?? 0,
    eligible: fault?.eligible ?? 0,
    ...buried,
    broken: invariants.filter(({ status }) => status === 'fail').map(({ name }) => name),
    isSaturated: metrics.generator_saturated.values.value === 1,
  }
}

/** Lines of `dead_letters`: all of them, and those that say why, and at which offset the record stands. */
async function deadLetters(dir) {
  let [count, explained] = [0, 0]
  for (const partition of readdirSync(join(dir, 'log'))) {
    for (const file of readdirSync(join(dir, 'log', partition)).filter((name) => name.endsWith('.jsonl'))) {
      for await (const line of createInterface({ input: createReadStream(join(dir, 'log', partition, file)) })) {
        if (!line.startsWith('{"topic":"dead_letters"')) continue
        const { cause, code, message } = JSON.parse(line)
        count++
        if (Number.isSafeInteger(cause) && code && message) explained++
      }
    }
  }
  return { count, explained }
}

const ratios = []
for (let pair = 1; pair <= pairs; pair++) {
  const inTurn = pair % 2 === 1 ? [[], POISON] : [POISON, []]
  const [first, second] = [await simulate(pair, inTurn[0]), await simulate(pair, inTurn[1])]
  const [clean, poisoned] = pair % 2 === 1 ? [first, second] : [second, first]
  ratios.push(poisoned.p99Ms / clean.p99Ms)
  const { injected, eligible, count, explained, broken } = poisoned
  say(`pair ${pair}: p99 ${clean.p99Ms} ms clean, ${poisoned.p99Ms} ms with poison, ${ratios.at(-1).toFixed(2)}x; ${injected} of ${eligible} damaged, ${count} dead letters, ${explained} with cause and offset${broken.length > 0 ? `; broken: ${broken.join(', ')}` : ''}${clean.isSaturated || poisoned.isSaturated ? '; the generator was the limit' : ''}`)
  if (injected !== count || injected !== explained || broken.length > 0) process.exitCode = 1
}
const median = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)]
say(`median ratio of p99: ${median.toFixed(2)} (gate ${GATE})`)
if (median > GATE) process.exitCode = 1
