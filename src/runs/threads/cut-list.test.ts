import { describe, expect, it } from 'vitest'
import { emptyTuple, type Tuple } from '../../engine/pricing/tuple.ts'
import type { Outputs } from '../../engine/pricing/outputs.ts'
import { CutList, mergeCuts, watchCuts } from './cut-list.ts'

/** A decision of 100.00 base that asked for 60.00. */
function decided(sku: string, priceMinor: number, guard: Tuple['decision']['guard'] = 'reduced'): Tuple {
  const tuple = emptyTuple(0, {} as Outputs)
  Object.assign(tuple.price, { sku, baseMinor: 10_000, currency: 'INR' })
  Object.assign(tuple.decision, { askedMinor: 6000, priceMinor, discountBps: 10_000 - priceMinor, marginBps: 3100, reason: 'PROMO_MODIFY_DISCOUNT', guard })
  return tuple
}

function seeing(...tuples: readonly Tuple[]): CutList {
  const cuts = new CutList()
  const watched = watchCuts(cuts)({ name: 'publish', summary: '', after: [], open: () => ({}), assess: () => {} })
  for (const tuple of tuples) watched.assess!({}, tuple, 0)
  return cuts
}

describe('the list of cuts', () => {
  it('has the deepest cut first, with what was asked and what was given', () => {
    const { entries } = seeing(decided('A', 7000), decided('B', 9500), decided('C', 8000))
    expect(entries.map(({ sku }) => sku)).toEqual(['B', 'C', 'A'])
    expect(entries[0]).toMatchObject({ askedBps: 4000, givenBps: 500, cutMinor: 3500, reason: 'PROMO_MODIFY_DISCOUNT' })
  })

  it('has each SKU once, with its deepest cut', () => {
    expect(seeing(decided('A', 7000), decided('A', 9000), decided('A', 8000)).entries.map(({ cutMinor }) => cutMinor)).toEqual([3000])
  })

  it('knows only what the guard cut', () => {
    const guards = ['as_asked', 'unavailable', 'dropped', 'held'] as const
    expect(seeing(...guards.map((guard) => decided(guard, 9000, guard))).entries.map(({ sku }) => sku)).toEqual(['dropped', 'held'])
  })

  it('stays short, and keeps the deepest', () => {
    const { entries } = seeing(...Array.from({ length: 500 }, (_, index) => decided(`S${index}`, 6001 + ((index * 7) % 500))))
    expect(entries.map(({ cutMinor }) => cutMinor)).toEqual(Array.from({ length: 20 }, (_, index) => 500 - index))
  })

  it('is merged from threads', () => {
    expect(mergeCuts([seeing(decided('A', 7000)).entries, seeing(decided('B', 8000)).entries]).map(({ sku }) => sku)).toEqual(['B', 'A'])
  })
})
