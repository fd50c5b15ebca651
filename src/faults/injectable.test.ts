import { describe, expect, it } from 'vitest'
import { injectables, injectedText } from './injectable.ts'
import { parseFault } from './parse.ts'
import { planFaults } from './plan.ts'

const [bolts, feeds] = [['price', 'decide'], ['sales', 'cost']]
const setting = { durationMs: 60_000, bolts, feeds, place: 'test', exitCode: 2 } as const
const all = injectables(bolts, feeds, 'embedded')
const named = (kind: string, target: string) => all.find((each) => each.kind === kind && each.target === target)!

describe('what can be injected', () => {
  it('names every bolt, feed and port', () => {
    const texts = all.map(({ kind, target }) => `${target}:${kind}`)
    expect(texts).toEqual(expect.arrayContaining(['bolt.price:crash', 'bolt.decide:crash', 'cache:down', 'feed.sales:down', 'feed.cost:bad_cost', 'feed.sales:duplicate', 'log:duplicate', 'log:latency', 'store:pause', 'disk:full', 'clock:jump', 'bolt.price:restart']))
  })

  it('leaves out what is wired before the run, and what the run’s target does not have', () => {
    const texts = (runTarget: 'embedded' | 'kafka') => injectables(bolts, feeds, runTarget).map(({ kind, target }) => `${target}:${kind}`)
    for (const wired of ['worker:kill', 'bolt.price:slow', 'cache:slow_close']) expect(texts('embedded')).not.toContain(wired)
    for (const foreign of ['log:latency', 'disk:full', 'log:drop_ack']) expect(texts('kafka')).not.toContain(foreign)
  })

  it.each(all)('$target:$kind is a fault that the grammar knows and a run can plan', (injectable) => {
    const spec = parseFault(injectedText(injectable, 12_345, setting.durationMs), setting)
    expect(planFaults([spec], setting)[0].startMs).toBe(12_345)
  })
})

describe('an injected fault', () => {
  it('lasts five seconds, and never longer than the run', () => {
    expect(injectedText(named('down', 'cache'), 20_000, 60_000)).toBe('cache:down@20s+5s')
    expect(injectedText(named('down', 'feed.sales'), 58_000, 60_000)).toBe('feed.sales:down@58s+2s')
  })

  it('crashes a bolt when its batch is decided', () => {
    expect(injectedText(named('crash', 'bolt.price'), 20_500, 60_000)).toBe('bolt.price:crash,at=commit@20500ms')
  })
})
