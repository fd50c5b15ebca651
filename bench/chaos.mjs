// Faults on real servers, and what comes of them. Each figure starts a stack of its own and takes it down again; it ends
// with 1 where the figure is missed.
//
//     node bench/chaos.mjs timelines  [--runs 20] [--seconds 120] [--seed 1] [--rate 2000] [--brokers 3]
//     node bench/chaos.mjs leader     [--runs 3] [--rate 1000]
//     node bench/chaos.mjs redis-gone [--how pause|kill] [--seconds 10] [--reads 200]
//     node bench/chaos.mjs zombies    [--pauses 10] [--rate 500]
import { parseArgs } from 'node:util'

const FIGURES = ['timelines', 'leader', 'redis-gone', 'zombies']
const OPTIONS = ['runs', 'seconds', 'seed', 'rate', 'brokers', 'how', 'reads', 'pauses']

const { values, positionals } = parseArgs({ allowPositionals: true, options: Object.fromEntries(OPTIONS.map((name) => [name, { type: 'string' }])) })
const [figure] = positionals
if (!FIGURES.includes(figure)) throw new Error(`one of ${FIGURES.join(', ')}`)
const { measure } = await import(`./chaos/${figure}.mjs`)
const { isMet, ...found } = await measure(values, (line) => process.stdout.write(`${JSON.stringify(line)}\n`))
process.stdout.write(`${JSON.stringify({ figure, ...found, isMet })}\n`)
process.exitCode = isMet ? 0 : 1
