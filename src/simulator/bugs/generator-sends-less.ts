import type { SeededBug } from '../seeded-bug.ts'

export const generatorSendsLess: SeededBug = {
  name: 'generator-sends-less',
  summary: 'a generator leaves out two events of its schedule and says nothing',
  caughtBy: 'load_honesty',
  sent: ({ planned, ...counts }) => ({ ...counts, planned: planned + 2 }),
}
