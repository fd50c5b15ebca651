import { type Act, everythingHeld, opensAt } from './act.ts'
import { LAPTOP } from './laptop.ts'

export const flashSaleAct: Act = {
  name: 'flash-sale',
  title: 'A flash sale, and a bolt that dies in the middle of it',
  opening:
    'A shop on a busy Friday. Sales, views, stock, vendor costs and rivals’ prices pour into one log; a pipeline of bolts reads it and decides a price for each SKU in each store. ' +
    'A flash sale opens. At its height the bolt that computes prices is killed: its memory is gone. Watch the p99: an event counts from the moment it was due, so a stall cannot hide.',
  scenario: 'flash-sale',
  overrides: { ...LAPTOP, durationMs: 25_000, faults: ['bolt.price:crash@12s'] },
  moments: (scenario) => [
    { atMs: opensAt(scenario, 'flash-gadgets'), caption: 'The flash sale on mobiles opens: 25 % off, if the margin floor allows it.' },
    { atMs: opensAt(scenario, 'flash-style'), caption: 'Footwear follows: 30 % off.' },
    { atMs: 12_000, caption: 'The price bolt of one partition dies. It loads its snapshot and executes the log since then again.' },
  ],
  endedAsItShould: everythingHeld,
  closing: 'The bolt came back from the log alone, and the checks, which share no code with the pipeline, found nothing missing and nothing twice.',
  explainsCut: false,
}
