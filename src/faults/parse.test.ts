import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UserError } from '../engine/kernel/user-error.ts'
import { formatFault } from './format.ts'
import { FAULT_KINDS } from './kinds/registry.ts'
import { parseFault } from './parse.ts'
import type { FaultObject } from './written-fault.ts'

const flag = { place: '--fault', exitCode: 2 } as const

function mistakeOf(written: unknown) {
  try {
    parseFault(written as string, flag)
  } catch (error) {
    if (error instanceof UserError) return error.mistake
    throw error
  }
  throw new Error(`${JSON.stringify(written)} was accepted`)
}

describe('parseFault', () => {
  it('reads every part of a fault', () => {
    expect(parseFault('feed.cost:bad_cost,factor=100@25s+20s~0.05', flag)).toEqual({
      text: 'feed.cost:bad_cost,factor=100@25s+20s~0.05',
      target: { name: 'feed', part: 'cost' },
      kind: 'bad_cost',
      attributes: { factor: 100 },
      startMs: 25_000,
      durationMs: 20_000,
      probability: 0.05,
    })
  })

  it('fills in what is left out', () => {
    const { attributes, startMs, durationMs, probability } = parseFault('bolt.cost-margin:crash', flag)
    expect({ attributes, startMs, durationMs, probability }).toEqual({ attributes: { at: 'compute' }, startMs: 0, durationMs: null, probability: 1 })
  })

  it.each<[written: string, canonical: string]>([
    ['redis:down@40s+10s', 'cache:down@40s+10s'],
    ['broker:duplicate~0.10', 'log:duplicate~0.1'],
    ['cache:down@60000ms+0.5m', 'cache:down@1m+30s'],
    ['cache:down@0s', 'cache:down'],
    ['cache:down@0s+10s', 'cache:down@0s+10s'],
    ['bolt.price:crash,at=compute@30s', 'bolt.price:crash@30s'],
    ['bolt.price:crash,at=commit@30s', 'bolt.price:crash,at=commit@30s'],
    ['log:duplicate@10s~1', 'log:duplicate@10s'],
    ['log:duplicate@10s~1.5e-9', 'log:duplicate@10s~1.5e-9'],
    ['broker.2:latency,jitter=0s,latency=1000ms@10s+5s~0.5', 'log.2:latency,latency=1s@10s+5s~0.5'],
    ['redis:timeout,timeout=0s', 'cache:timeout'],
    ['postgres:slow_close,stream=upstream,delay=0.5s', 'store:slow_close,delay=500ms,stream=upstream'],
    ['log:slicer,average_size=0512,delay=2ms,size_variation=0', 'log:slicer,average_size=512,delay=2ms'],
    ['broker.2:kill@20s+10s', 'log.2:kill@20s+10s'],
    ['clock:jump,by=90000ms@10000ms', 'clock:jump,by=90s@10s'],
    ['bolt.price:slow,factor=10@10s', 'bolt.price:slow@10s'],
    ['worker.2:restart@30s', 'worker.2:restart@30s'],
    ['feed.cost:bad_cost,factor=0.0100', 'feed.cost:bad_cost,factor=0.01'],
  ])('%s is %s', (written, canonical) => {
    expect(parseFault(written, flag).text).toBe(canonical)
  })

  it.each<[sentence: string, object: FaultObject, text: string]>([
    ['with everything', { target: 'feed.cost', kind: 'bad_cost', attributes: { factor: 100 }, start: '25s', duration: '20s', probability: 0.05 }, 'feed.cost:bad_cost,factor=100@25s+20s~0.05'],
    ['with the least', { target: 'redis', kind: 'down' }, 'cache:down'],
    ['with a duration but no start', { target: 'cache', kind: 'down', duration: '10s' }, 'cache:down@0s+10s'],
  ])('reads the object form %s', (_sentence, object, text) => {
    expect(parseFault(object, flag)).toEqual(parseFault(text, flag))
  })

  it.each<[written: unknown, code: string, message: RegExp, fix: RegExp]>([
    ['', 'bad_fault', /"" is not a fault/, /cache:down@40s\+10s/],
    ['cache', 'bad_fault', /not a fault/, /cache:down/],
    ['cache:down @40s', 'bad_fault', /not a fault/, /cache:down@40s/],
    ['cache:down@', 'bad_fault', /not a fault/, /./],
    ['cache:down@40s~', 'bad_fault', /not a fault/, /./],
    [`cache:down@${'4'.repeat(500)}s`, 'bad_fault', /not a fault/, /./],
    ['cachee:down', 'unknown_fault_target', /no fault target "cachee"/, /did you mean "cache"/],
    ['redus:down', 'unknown_fault_target', /redus/, /did you mean "redis"/],
    ['toaster:down', 'unknown_fault_target', /toaster/, /promo list/],
    ['bolt:crash', 'bad_fault_target', /which bolt/, /bolt\.price/],
    ['feed.:down', 'bad_fault_target', /which feed/, /feed\.inventory/],
    ['cache.1:down', 'bad_fault_target', /names a part/, /write cache/],
    ['log.:duplicate', 'bad_fault_target', /names a part/, /write log/],
    ['bolt.price:crsh', 'unknown_fault', /no fault "crsh"/, /did you mean "crash"/],
    ['cache:latencyy', 'unknown_fault', /latencyy/, /did you mean "latency"/],
    ['cache:toString', 'unknown_fault', /toString/, /./],
    ['__proto__:down', 'unknown_fault_target', /__proto__/, /./],
    ['gateway:latency,latency=200ms', 'fault_not_there_yet', /"latency" on gateway is not there yet/, /those that work/],
    ['broker:latency', 'missing_attribute', /needs latency/, /latency=200ms/],
    ['broker:latency,latency=0s', 'bad_attribute', /"0s" is no latency/, /latency=200ms/],
    ['broker:latency,latency=200', 'bad_attribute', /"200" is no latency/, /latency=200ms/],
    ['redis:bandwidth,rate=0', 'bad_attribute', /"0" is no rate/, /rate=64/],
    ['redis:slicer,average_size=1.5', 'bad_attribute', /"1\.5" is no average_size/, /average_size=512/],
    ['redis:limit_data,bytes=9,stream=sideways', 'bad_attribute', /"sideways" is no stream/, /stream=downstream/],
    ['gateway:kill@20s+10s', 'fault_not_there_yet', /"kill" on gateway/, /./],
    ['gateway:crash', 'fault_not_there_yet', /"crash" on gateway/, /./],
    ['clock:jump,by=0s@10s', 'bad_attribute', /"0s" is no by/, /by=5m/],
    ['clock:jump,by=-5m@10s', 'bad_attribute', /"-5m" is no by/, /by=5m/],
    ['disk:full~0.5', 'bad_probability', /hits its target as a whole/, /leave ~0\.5 out/],
    ['feed.sales:full', 'meaningless_fault', /"full" means nothing on feed\.sales/, /./],
    ['bolt.price:down', 'meaningless_fault', /"down" means nothing on bolt\.price/, /another target/],
    ['cache:crash', 'meaningless_fault', /"crash" means nothing on cache/, /another/],
    ['feed.sales:bad_cost,factor=2', 'meaningless_fault', /"bad_cost" means nothing on feed\.sales/, /./],
    ['log.2:duplicate', 'meaningless_fault', /log\.2/, /./],
    ['disk:flush', 'meaningless_fault', /disk/, /./],
    ['bolt.price:crash@30s+10s', 'meaningless_fault', /no duration/, /leave \+10s out/],
    ['cache:down,hard=yes', 'unknown_attribute', /no attribute "hard"/, /leave it out/],
    ['feed.cost:bad_cost,facter=2', 'unknown_attribute', /facter/, /did you mean "factor"/],
    ['feed.cost:bad_cost,constructor=2', 'unknown_attribute', /constructor/, /./],
    ['feed.cost:bad_cost', 'missing_attribute', /needs factor/, /factor=100/],
    ['feed.cost:bad_cost,factor=2,factor=3', 'bad_attribute', /factor twice/, /leave one/],
    ['feed.cost:bad_cost,factor=', 'bad_fault', /attribute=value/, /./],
    ['feed.cost:bad_cost,factor', 'bad_fault', /attribute=value/, /./],
    ['feed.cost:bad_cost,factor=1', 'bad_attribute', /"1" is no factor/, /factor=100/],
    ['feed.cost:bad_cost,factor=-5', 'bad_attribute', /"-5"/, /./],
    ['feed.cost:bad_cost,factor=0', 'bad_attribute', /"0"/, /./],
    ['feed.cost:bad_cost,factor=1e309', 'bad_attribute', /1e309/, /./],
    ['feed.cost:bad_cost,factor=NaN', 'bad_attribute', /NaN/, /./],
    ['bolt.price:crash,at=lunch', 'bad_attribute', /"lunch" is no at/, /at=commit/],
    ['cache:down@40', 'bad_duration', /"40" is no start/, /did you mean 40s/],
    ['cache:down@40s+0s', 'bad_duration', /"0s" is no duration/, /./],
    ['cache:down@-5s', 'bad_duration', /"-5s"/, /./],
    ['cache:down@40s+10', 'bad_duration', /"10" is no duration/, /did you mean 10s/],
    ['log:duplicate~1.5', 'bad_probability', /"1\.5" is no probability/, /~0\.05/],
    ['log:duplicate~-0.1', 'bad_probability', /"-0\.1"/, /./],
    ['log:duplicate~5%', 'bad_probability', /5%/, /./],
    ['cache:down@40s~0.5', 'bad_probability', /has no probability/, /leave ~0\.5 out/],
    ['bolt.price:crash@30s~0.5', 'bad_probability', /has no probability/, /./],
    [null, 'bad_fault', /null/, /./],
    [42, 'bad_fault', /42/, /./],
    [{ target: 'cache' }, 'bad_fault', /not a fault/, /./],
    [{ target: 'cache', kind: 'down', begin: '5s' }, 'bad_fault', /"begin" is not a field/, /./],
    [{ target: 'cache', kind: 'down', strat: '5s' }, 'bad_fault', /"strat" is not a field/, /did you mean "start"/],
    [{ target: 'cache', kind: 'down', start: 5 }, 'bad_duration', /"5" is no start/, /did you mean 5s/],
    [{ target: 'cache', kind: 'down', start: [5] }, 'bad_fault', /"start"/, /./],
    [{ target: 'feed.cost', kind: 'bad_cost', attributes: [2] }, 'bad_fault', /not a fault/, /./],
    [{ target: 'feed.cost', kind: 'bad_cost', attributes: { factor: null } }, 'bad_fault', /"factor"/, /./],
  ])('refuses %j as %s', (written, code, message, fix) => {
    const mistake = mistakeOf(written)
    expect(mistake).toMatchObject({ code, place: '--fault', exitCode: 2, message: expect.stringMatching(message), fix: expect.stringMatching(fix) })
    expect(mistake.rule).toMatch(/\w/)
    expect(mistake.value).toBeTypeOf('string')
  })

  it('says what works where something is not there yet', () => {
    const works = Object.entries(FAULT_KINDS).map(([kind, { targets }]) => `${kind} on ${targets.join(', ')}`)
    expect(mistakeOf('gateway:down').rule).toBe(`what works: ${works.join('; ')}`)
  })

  it.each<[written: string, rule: RegExp]>([
    ['cache:down,hard=yes', /^"down" has no attributes$/],
    ['feed.cost:bad_cost,facter=2', /^attributes of "bad_cost": factor$/],
    ['cache:down@40', /1h$/],
    ['cache:down@40s+0s', /1h, more than 0$/],
    ['log:duplicate~2', /^a number from 0 to 1$/],
    ['feed.cost:bad_cost,factor=1', /^factor is a number from 0\.0001 to 10000, but not 1/],
  ])('says the rule that %s breaks', (written, rule) => {
    expect(mistakeOf(written).rule).toMatch(rule)
  })

  it('takes place and exit code from where the fault was written', () => {
    expect(() => parseFault('cache:sleep', { place: 'sale.yaml:12:5', exitCode: 104 })).toThrow(
      expect.objectContaining({ mistake: expect.objectContaining({ place: 'sale.yaml:12:5', exitCode: 104 }) }),
    )
  })
})

describe('properties of the grammar', () => {
  const wholeMs = fc.integer({ min: 0, max: 1e9 })
  const times = fc.option(fc.tuple(wholeMs, fc.option(fc.integer({ min: 1, max: 1e9 }))), { nil: undefined })
  const probability = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined })
  const word = fc.stringMatching(/^[a-z][a-z-]{0,9}$/)
  const timeFields = (time: [number, number | null] | undefined) => ({
    ...(time && { start: `${time[0]}ms` }),
    ...(time && time[1] !== null && { duration: `${time[1]}ms` }),
  })
  const anyFault: fc.Arbitrary<FaultObject> = fc.oneof(
    fc.record({ bolt: word, at: fc.constantFrom('read', 'compute', 'commit', 'publish'), startMs: wholeMs }).map(({ bolt, at, startMs }) => ({ target: `bolt.${bolt}`, kind: 'crash', attributes: { at }, start: `${startMs}ms` })),
    fc.record({ target: fc.oneof(fc.constantFrom('cache', 'redis'), word.map((name) => `feed.${name}`)), times }).map(({ target, times: time }) => ({ target, kind: 'down', ...timeFields(time) })),
    fc.record({ factor: fc.integer({ min: 2, max: 10_000 }), times, probability }).map(({ factor, times: time, probability: share }) => ({ target: 'feed.cost', kind: 'bad_cost', attributes: { factor }, probability: share, ...timeFields(time) })),
    fc.record({ target: fc.constantFrom('log', 'broker', 'feed.sales'), times, probability }).map(({ target, times: time, probability: share }) => ({ target, kind: 'duplicate', probability: share, ...timeFields(time) })),
  )

  it('every fault survives being written and read', () => {
    fc.assert(
      fc.property(anyFault, (object) => {
        const fault = parseFault(object, flag)
        expect(parseFault(fault.text, flag)).toEqual(fault)
        expect(formatFault(fault)).toBe(fault.text)
      }),
    )
  })

  it('garbage is refused by a UserError and nothing else', () => {
    const nearly = fc.array(fc.constantFrom('cache', 'bolt.price', 'feed.cost', ':', 'down', 'bad_cost', 'crash', ',', 'factor=2', '@', '+', '~', '10s', '0.5', ' ', '\u0000', '😀', '__proto__'), { maxLength: 12 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' }), fc.anything()), (garbage) => {
        try {
          parseFault(garbage as string, flag)
        } catch (error) {
          expect(error).toBeInstanceOf(UserError)
        }
      }),
      { numRuns: 100 },
    )
  })
})
