import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random } from '../../engine/kernel/random.ts'
import { UserError } from '../../engine/kernel/user-error.ts'
import { drawFaults } from './draw.ts'
import { parseWorldFault } from './parse.ts'

const TRAFFIC_MS = 30_000
const parse = (text: string) => parseWorldFault(text, TRAFFIC_MS, { place: '--fault', exitCode: 2 })

describe('faults of the simulated world', () => {
  it('every fault that is drawn survives being written and read', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 12 }), (seed, count) => {
        const faults = drawFaults(new Random(seed), count, TRAFFIC_MS, { workers: 3, partitions: 3 })
        for (const fault of faults) expect(parse(fault.text)).toEqual(fault)
      }),
    )
  })

  it('hits only what is there, within the traffic', () => {
    const faults = drawFaults(new Random('a'), 200, TRAFFIC_MS, { workers: 2, partitions: 1 })
    expect(faults.filter(({ target }) => target.name === 'worker' && target.part === '3')).toEqual([])
    expect(faults.filter(({ target }) => target.name === 'log' && target.part !== undefined && target.part !== '0')).toEqual([])
    expect(faults.filter(({ endMs }) => endMs > TRAFFIC_MS)).toEqual([])
  })

  it.each([
    ['cache:down', 'cache:down@0s+30s'],
    ['redis:down@5s+4s', 'cache:down@5s+4s'],
    ['worker.2:pause@5s+4000ms', 'worker.2:pause,at=commit@5s+4s'],
    ['broker.1:drop_ack@1s+2s~0.30', 'log.1:drop_ack@1s+2s~0.3'],
  ])('%s is %s', (written, canonical) => {
    expect(parse(written).text).toBe(canonical)
  })

  it.each([
    ['cache:dwn@5s+4s', 'unknown_fault', /did you mean "down"/],
    ['disk:full@5s', 'unknown_fault', /./],
    ['worker:kill@5s+4s', 'unknown_worker', /worker\.1/],
    ['worker.9:kill@5s+4s', 'unknown_worker', /./],
    ['bolt.spout:crash@5s', 'unknown_bolt', /./],
    ['cache.1:down@5s', 'bad_fault_target', /./],
    ['worker.1:kill,at=lunch@5s+4s', 'bad_attribute', /at=read/],
    ['clock:jump@5s', 'bad_attribute', /by=/],
    ['clock:jump,by=0s@5s', 'bad_attribute', /by=/],
    ['feed.cost:bad_cost,factor=0@5s', 'bad_attribute', /factor=100/],
    ['cache:down,hard=yes@5s+4s', 'unknown_attribute', /leave it out/],
    ['cache:down@29s+4s', 'fault_past_the_end', /./],
    ['cache:flush@30s', 'fault_past_the_end', /./],
    ['cache:down@five+4s', 'bad_duration', /./],
    ['bolt.price:crash@5s+4s', 'meaningless_fault', /leave \+4s out/],
    ['cache:down@5s+4s~0.5', 'bad_probability', /leave ~0\.5 out/],
    ['log:duplicate@5s+4s~2', 'bad_probability', /./],
  ])('refuses %s as %s', (text, code, fix) => {
    const refused = () => parse(text)
    expect(refused).toThrow(UserError)
    expect(refused).toThrow(expect.objectContaining({ mistake: expect.objectContaining({ code, place: '--fault', exitCode: 2, fix: expect.stringMatching(fix) }) }))
  })
})
