import { describe, expect, it } from 'vitest'
import { UserError } from '../engine/kernel/user-error.ts'
import { parseFault } from './parse.ts'
import { planFaults } from './plan.ts'
import { scaleFault } from './scale.ts'
import { crashes, faultWindows } from './windows.ts'

const setting = { durationMs: 60_000, bolts: ['price', 'cost-margin', 'decide'], feeds: ['sales', 'inventory', 'cost'], place: '--fault', exitCode: 2 } as const
const plan = (...texts: readonly string[]) => planFaults(texts.map((text) => parseFault(text, setting)), setting)

const EIGHT = [0, 1, 2, 3, 4, 5, 6, 7]

describe('planFaults', () => {
  it('refuses what the target of the run does not have, and plans it where the target is not known yet', () => {
    const fault = [parseFault('log:slow_close,delay=2s', setting)]
    expect(() => planFaults(fault, { ...setting, runTarget: 'embedded' })).toThrow(expect.objectContaining({ mistake: expect.objectContaining({ code: 'fault_on_other_target', fix: 'add --target kafka, or take another fault' }) }))
    for (const runTarget of ['kafka', undefined] as const) expect(planFaults(fault, { ...setting, runTarget })).toHaveLength(1)
  })

  it.each([
    ['there are fewer', { count: 2 }, 'worker.3:kill@1s+1s', 'unknown_worker'],
    ['they are counted from one', { count: 2 }, 'worker.0:kill@1s+1s', 'unknown_worker'],
    ['they have numbers', { count: 2 }, 'worker.two:kill@1s+1s', 'unknown_worker'],
    ['none of them can be hit', { count: 2, beyondReach: { code: 'fault_needs_workers', message: '', rule: '', fix: 'add --workers 2' } }, 'worker:kill@1s+1s', 'fault_needs_workers'],
  ])('refuses a fault of a worker where %s', (_sentence, workers, text, code) => {
    expect(() => planFaults([parseFault(text, setting)], { ...setting, workers })).toThrow(expect.objectContaining({ mistake: expect.objectContaining({ code, place: '--fault', value: text, exitCode: 2 }) }))
    for (const fault of ['worker.2:kill@1s+1s', 'worker:kill@1s+1s']) expect(planFaults([parseFault(fault, setting)], { ...setting, workers: { count: 2 } })).toHaveLength(1)
  })

  it.each<[sentence: string, text: string, startMs: number, endMs: number]>([
    ['an interval has both ends', 'cache:down@40s+10s', 40_000, 50_000],
    ['an interval without duration lasts to the end of the run', 'cache:down@40s', 40_000, 60_000],
    ['one without start either lasts as long as the run', 'log:duplicate~0.1', 0, 60_000],
    ['an interval may end with the run', 'cache:down@50s+10s', 50_000, 60_000],
    ['an instant ends where it starts', 'bolt.price:crash@30s', 30_000, 30_000],
    ['a kill as well, although its target comes back later', 'worker:kill@30s+5s', 30_000, 30_000],
  ])('%s', (_sentence, text, startMs, endMs) => {
    expect(plan(text)).toMatchObject([{ startMs, endMs, spec: { text } }])
  })

  it.each<[sentence: string, code: string, message: RegExp, fix: RegExp, ...texts: string[]]>([
    ['a fault that begins after the run', 'fault_past_the_end', /begins after/, /--duration/, 'cache:down@61s+1s'],
    ['an instant at the very end', 'fault_past_the_end', /begins after/, /--duration/, 'bolt.price:crash@60s'],
    ['a fault that ends after the run', 'fault_past_the_end', /ends after/, /end it by 1m/, 'cache:down@55s+6s'],
    ['an unknown bolt', 'unknown_bolt', /no bolt "prise"/, /did you mean "price"/, 'bolt.prise:crash@30s'],
    ['an unknown feed', 'unknown_feed', /no feed "weather"/, /one of these feeds/, 'feed.weather:down@30s'],
    ['two of one kind on one target', 'faults_overlap', /are on at the same time on log/, /before the other/, 'log:duplicate@10s+10s~0.1', 'log:duplicate@15s+10s~0.2'],
    ['the same twice', 'faults_overlap', /same time/, /./, 'bolt.price:crash@30s', 'bolt.price:crash,at=commit@30s'],
    ['anything on a feed that is down', 'faults_overlap', /same time on feed\.cost/, /./, 'feed.cost:down@10s', 'feed.cost:bad_cost,factor=2@30s+5s'],
    ['down on a feed that has another fault', 'faults_overlap', /same time/, /./, 'feed.cost:bad_cost,factor=2', 'feed.cost:down@10s+1s'],
    ['anything on a worker until it is back from a kill', 'faults_overlap', /same time on worker/, /./, 'worker:kill@10s+5s', 'worker.1:slow@14s+5s'],
    ['a kill after which it would come back too late', 'fault_past_the_end', /ends after/, /./, 'worker:kill@58s+5s'],
    ['anything on a log that is paused', 'faults_overlap', /same time on log/, /./, 'log:pause@10s+5s', 'log:drop_ack@14s+5s~0.1'],
    ['two words for one target', 'faults_overlap', /cache/, /./, 'cache:down@10s+5s', 'redis:down@14s+5s'],
  ])('refuses %s', (_sentence, code, message, fix, ...texts) => {
    expect(() => plan(...texts)).toThrow(UserError)
    expect(() => plan(...texts)).toThrow(expect.objectContaining({ mistake: expect.objectContaining({ code, place: '--fault', exitCode: 2, message: expect.stringMatching(message), fix: expect.stringMatching(fix) }) }))
  })

  it.each<[sentence: string, ...texts: string[]]>([
    ['one after the other', 'cache:down@10s+5s', 'cache:down@15s+5s'],
    ['of different kinds', 'feed.cost:bad_cost,factor=2', 'feed.cost:duplicate~0.1'],
    ['of one kind on different targets', 'feed.sales:down@10s+5s', 'feed.cost:down@10s+5s'],
    ['of a worker that is back', 'worker:kill@10s+5s', 'worker.1:slow@15s+5s'],
    ['of different kinds on the log', 'log:slow@10s+5s', 'log:drop_ack@10s+5s~0.1'],
    ['at different instants', 'bolt.price:crash@30s', 'bolt.price:crash@31s'],
    ['at one instant in different bolts', 'bolt.price:crash@30s', 'bolt.decide:crash@30s'],
  ])('allows faults %s', (_sentence, ...texts) => {
    expect(plan(...texts).map(({ spec }) => spec.text)).toEqual(texts)
  })
})

describe('what a plan says to others', () => {
  const mixed = plan('bolt.price:crash@45s', 'cache:down@40s', 'feed.sales:down@5s+5s', 'bolt.decide:crash,at=publish@30s')

  it('names every window for the phases', () => {
    expect(faultWindows(mixed)).toEqual([
      { fault: 'bolt.price:crash@45s', startMs: 45_000, endMs: 45_000 },
      { fault: 'cache:down@40s', startMs: 40_000, endMs: 60_000 },
      { fault: 'feed.sales:down@5s+5s', startMs: 5_000, endMs: 10_000 },
      { fault: 'bolt.decide:crash,at=publish@30s', startMs: 30_000, endMs: 30_000 },
    ])
  })

  it('names a bolt that is started again in every partition that has work', () => {
    expect(crashes(plan('bolt.price:restart@20s'), '7', [1, 4])).toEqual([1, 4].map((partition) => ({ fault: 'bolt.price:restart@20s', atMs: 20_000, bolt: 'price', at: 'read', partition })))
  })

  it('names crashes in order of time, with the same partition for the same seed', () => {
    const [first, second] = crashes(mixed, '7', EIGHT)
    expect(first).toEqual({ fault: 'bolt.decide:crash,at=publish@30s', atMs: 30_000, bolt: 'decide', at: 'publish', partition: first.partition })
    expect(second).toMatchObject({ atMs: 45_000, bolt: 'price', at: 'compute' })
    expect(crashes(mixed, '7', EIGHT)).toEqual([first, second])
    expect(crashes(mixed.slice(3), '7', EIGHT)).toEqual([first])
  })

  it('draws every partition sooner or later', () => {
    const drawn = Array.from({ length: 100 }, (_, seed) => crashes(mixed, String(seed), [0, 1, 2, 3])[0].partition)
    expect([...new Set(drawn)].toSorted()).toEqual([0, 1, 2, 3])
  })
})

describe('scaleFault', () => {
  it.each<[text: string, factor: number, scaled: string]>([
    ['bolt.price:crash@30s', 0.5, 'bolt.price:crash@15s'],
    ['cache:down@40s+10s', 2, 'cache:down@80s+20s'],
    ['cache:down@40s+10s', 1 / 60_000, 'cache:down@0s+1ms'],
    ['cache:down@10s+50s', 1 / 7, 'cache:down@1428ms+7143ms'],
    ['log:duplicate~0.1', 0.1, 'log:duplicate~0.1'],
    ['redis:down@40s', 0.1, 'cache:down@4s'],
  ])('%s at %d times the length is %s', (text, factor, scaled) => {
    expect(scaleFault(text, factor)).toBe(scaled)
  })

  it('never pushes a fault out of the run', () => {
    for (let startMs = 0; startMs < 60_000; startMs += 977) {
      for (let durationMs = 100; durationMs < 60_000; durationMs += 3_331) {
        const texts = [`bolt.price:crash@${startMs}ms`, `cache:down@${startMs}ms+${60_000 - startMs}ms`]
        const scaled = texts.map((text) => parseFault(scaleFault(text, durationMs / 60_000), setting))
        expect(() => planFaults(scaled, { ...setting, durationMs })).not.toThrow()
      }
    }
  })
})
