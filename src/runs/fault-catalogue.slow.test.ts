import { expect, test } from 'vitest'
import { BOLTS } from '../engine/pricing/bolts/registry.ts'
import { targetText } from '../faults/fault.ts'
import { FAULT_KINDS } from '../faults/kinds/registry.ts'
import { parseFault } from '../faults/parse.ts'
import type { RunDocument } from '../reports/run-document.ts'
import { BUILT_IN_SCENARIOS } from '../scenarios/built-in/registry.ts'
import { brokenInvariants } from '../testing/broken-invariants.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'

const SMALL = ['--skus', '150', '--stores', '2', '--no-ui', '--json']
const EACH = { timeout: 180_000 }

async function simulate(scenario: string, args: readonly string[]): Promise<RunDocument> {
  const { stdout } = await promo(['simulate', scenario, ...SMALL, ...args], { cwd: emptyFolder() })
  return JSON.parse(stdout) as RunDocument
}

/** The kind's example on each target that the embedded target has, one second each, one after the other. */
function faultsOf(kind: string): readonly string[] {
  const { example, targets, onlyOn = {}, timing, comesBack } = FAULT_KINDS[kind]
  const written = targetText(parseFault(example, { place: 'example', exitCode: 2 }).target)
  const [, , rest] = example.replace('broker', 'log').match(/^([^:]+):([^@]+)/)!
  const share = /~[\d.]+$/.exec(example)?.[0].replace('0.0001', '0.01') ?? ''
  const named = targets.filter((pattern) => onlyOn[pattern] !== 'kafka').map((pattern) => pattern.replace('feed.<kind>', 'feed.sales').replace('bolt.<name>', 'bolt.price').replace('<n>', '1'))
  const duration = timing === 'instant' && !comesBack ? '' : '+1s'
  return (named.length === 0 ? [written] : named).map((target, index) => `${target}:${rest}@${1500 * (index + 1)}ms${duration}${share}`)
}

const EMBEDDED = Object.keys(FAULT_KINDS).filter((kind) => FAULT_KINDS[kind].targets.some((pattern) => FAULT_KINDS[kind].onlyOn?.[pattern] !== 'kafka'))

test.each(EMBEDDED)('%s, on all that it can hit here, strikes and breaks no invariant', EACH, async (kind) => {
  const faults = faultsOf(kind)
  const seconds = Math.ceil(1.5 * (faults.length + 1)) + 2
  const document = await simulate('steady', ['--rate', '1000', '--duration', `${seconds}s`, ...faults.flatMap((fault) => ['--fault', fault])])
  expect(document.faults.map(({ spec, startedAtMs }) => [spec, startedAtMs !== null])).toEqual(document.faults.map(({ spec }) => [spec, true]))
  expect(document.faults).toHaveLength(faults.length)
  expect(brokenInvariants(document)).toEqual([])
})

const CHAOS = Object.keys(BUILT_IN_SCENARIOS).filter((name) => ['broker-outage', 'bolt-crash', 'redis-outage', 'network-mess', 'everything'].includes(name))

test.each(CHAOS)('%s, with little traffic, strikes with all it has and breaks no invariant', EACH, async (name) => {
  const document = await simulate(name, ['--rate', '600', '--duration', '20s'])
  expect(document.faults.filter(({ startedAtMs }) => startedAtMs === null)).toEqual([])
  expect(brokenInvariants(document)).toEqual([])
  expect(document.metrics.events_accepted.values).toMatchObject({ count: (document.metrics.events_sent.values as { count: number }).count + duplicates(document) })
})

const duplicates = ({ faults }: RunDocument): number => faults.filter(({ spec }) => spec.includes(':duplicate')).reduce((sum, { injected }) => sum + (injected ?? 0), 0)

test('a crash can be asked for in every bolt that there is', () => {
  for (const bolt of Object.keys(BOLTS)) expect(() => parseFault(`bolt.${bolt}:crash@1s`, { place: 'test', exitCode: 2 })).not.toThrow()
})
