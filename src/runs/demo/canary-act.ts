import type { Act } from './act.ts'
import { LAPTOP } from './laptop.ts'

export const canaryAct: Act = {
  name: 'canary',
  title: 'The canary: the guard is off, so this run must fail',
  opening:
    'Two runs without a breach: does the tool just say yes? The canary is the test of the tests. Everything is 60 % off, and the guard and the publisher’s own check are switched off. ' +
    'The pipeline will notice nothing. The checks must.',
  scenario: 'canary',
  overrides: { ...LAPTOP, durationMs: 10_000 },
  moments: () => [],
  endedAsItShould: ({ verdict, invariants }) => verdict === 'fail' && invariants.some(({ name, status }) => name === 'margin_breaches_published' && status === 'fail'),
  closing: 'It failed, and that is the good news: in CI this is exit code 99.',
  explainsCut: false,
}
