import { expect, it } from 'vitest'
import { FAULT_KINDS } from './kinds/registry.ts'
import { parseFault } from './parse.ts'
import { hitsServer, portFaults } from './server-faults.ts'

const parse = (text: string) => parseFault(text, { place: '--fault', exitCode: 2 })

it.each<[text: string, hits: boolean]>([
  ['log:latency,latency=5ms', true],
  ['log.2:kill@1s+1s', true],
  ['cache:down', true],
  ['cache:flush@1s', true],
  ['store:pause', true],
  ['log:duplicate~0.1', false],
  ['log:drop_ack~0.1', false],
  ['feed.sales:down', false],
  ['bolt.price:crash@1s', false],
  ['bolt.price:restart@1s', false],
])('%s happens to a server: %s', (text, hits) => {
  const spec = parse(text)
  expect(hitsServer(spec)).toBe(hits)
  expect(portFaults([{ spec, startMs: 0, endMs: 1 }])).toHaveLength(hits ? 0 : 1)
})

it('given a kind that only runs on Kafka have, and a target that is a server, then it is the server’s', () => {
  const only = Object.entries(FAULT_KINDS).flatMap(([kind, { onlyOn = {} }]) => Object.entries(onlyOn).filter(([, target]) => target === 'kafka').map(([pattern]) => `${pattern.replace('<n>', '1')}:${kind}`))
  expect(only.length).toBeGreaterThan(0)
  const example = (place: string) => FAULT_KINDS[place.split(':')[1]].example.replace(/^[^:]+/, place.split(':')[0])
  for (const place of only) expect([place, hitsServer(parse(example(place)))]).toEqual([place, true])
})
