import { expect, test } from 'vitest'
import { FAULT_KINDS } from '../faults/kinds/registry.ts'
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

/** One after the other: a worker that is started again needs a moment to be there for the next one. */
const everyMs = (kind: string): number => (FAULT_KINDS[kind].endsWorker || kind === 'crash' ? 4000 : 1500)

/** The kind's example on each target that the embedded target has, for a second each. */
function faultsOf(kind: string): readonly string[] {
  const { example, targets, onlyOn = {}, timing, comesBack } = FAULT_KINDS[kind]
  const [, attributes] = /^[^:]+:([^@]+)/.exec(example)!
  const named = targets.filter((pattern) => onlyOn[pattern] !== 'kafka').map((pattern) => pattern.replace('feed.<kind>', 'feed.sales').replace('bolt.<name>', 'bolt.price').replace('<n>', '1'))
  const duration = timing === 'instant' && !comesBack ? '' : '+1s'
  // A second has hundreds of records, and perhaps one snapshot.
  const share = (target: string) => (timing === 'per_record' && /^(feed|bolt)/.test(target) ? '~0.05' : '')
  return named.map((target, index) => `${target}:${attributes}@${everyMs(kind) * (index + 1)}ms${duration}${share(target)}`)
}

const EMBEDDED = Object.keys(FAULT_KINDS).filter((kind) => FAULT_KINDS[kind].targets.some((pattern) => FAULT_KINDS[kind].onlyOn?.[pattern] !== 'kafka'))

test.each(EMBEDDED)('%s, on all that it can hit here, strikes and breaks no invariant', EACH, async (kind) => {
  const faults = faultsOf(kind)
  const seconds = Math.ceil((everyMs(kind) * (faults.length + 1)) / 1000) + 2
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
