import { expect, it } from 'vitest'
import { commandLine, commandLineWith } from './command-line.ts'

it.each([
  [['flash-sale'], 'promo simulate flash-sale --seed 7'],
  [['--seed', 'random', 'steady', '-q'], 'promo simulate steady -q --seed 7'],
  [['--seed=7', 'steady'], 'promo simulate steady --seed 7'],
  [['steady', '--threshold', 'decision_latency: p(99)<50'], "promo simulate steady --threshold 'decision_latency: p(99)<50' --seed 7"],
  [["it's.yaml"], String.raw`promo simulate 'it'\''s.yaml' --seed 7`],
])('%j is repeated by %s', (argv, line) => {
  expect(commandLine('simulate', argv, '7')).toBe(line)
})

it.each([
  [['flash-sale'], 'promo simulate flash-sale --fault cache:down@1s+5s --seed 7'],
  [['steady', '--no-faults'], 'promo simulate steady --fault cache:down@1s+5s --seed 7'],
  [['--fault', 'a', 'steady', '--fault=b', '-q'], 'promo simulate steady -q --fault cache:down@1s+5s --seed 7'],
])('%j with another fault is repeated by %s', (argv, line) => {
  expect(commandLineWith('simulate', argv, '7', ['cache:down@1s+5s'])).toBe(line)
})
