import { type Act, everythingHeld } from './act.ts'
import { LAPTOP } from './laptop.ts'

const SLIPS_AT_MS = 12_000

export const badCostAct: Act = {
  name: 'bad-cost',
  title: 'Vendors raise their costs, and some write a hundred times too much',
  opening:
    'A promotion of 15 % is on. Then a third of all costs rise by 15 % at once: margins melt under running promotions. A guard stands behind every decision. It walks a discount down its ladder until the margin floor of 30 % holds. ' +
    'Later some vendors write 100 times their cost. Believing them would take half the shop off sale.',
  scenario: 'vendor-cost-shock',
  overrides: { ...LAPTOP, durationMs: 25_000, faults: [`feed.cost:bad_cost,factor=100@${SLIPS_AT_MS}ms+6s~0.2`] },
  moments: ({ traffic }) => [
    { atMs: traffic.cost.shock?.atMs ?? 0, caption: 'Costs rise by 15 %. Breaches prevented: every one is a price that would have gone under the floor.' },
    { atMs: SLIPS_AT_MS, caption: 'Wrong costs arrive. They wait for a person; until then no promotion runs on these SKUs.' },
  ],
  endedAsItShould: everythingHeld,
  closing: 'No price went under the floor, counted by checks that keep their own books of costs. Here is one price that the guard stepped up, with its sums:',
  explainsCut: true,
}
