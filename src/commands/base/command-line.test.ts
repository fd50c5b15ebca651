import { expect, it } from 'vitest'
import { commandLine } from './command-line.ts'

it.each([
  [['flash-sale'], 'promo simulate flash-sale --seed 7'],
  [['--seed', 'random', 'steady', '-q'], 'promo simulate steady -q --seed 7'],
  [['--seed=7', 'steady'], 'promo simulate steady --seed 7'],
  [['steady', '--threshold', 'decision_latency: p(99)<50'], "promo simulate steady --threshold 'decision_latency: p(99)<50' --seed 7"],
  [["it's.yaml"], String.raw`promo simulate 'it'\''s.yaml' --seed 7`],
])('%j is repeated by %s', (argv, line) => {
  expect(commandLine('simulate', argv, '7')).toBe(line)
})
