import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Schedule } from './schedule.ts'
import { Simulation } from './simulation.ts'
import { VirtualClock } from './virtual-clock.ts'

describe('the schedule', () => {
  it('gives everything in the order of time, and what is due together in the order in which it was arranged', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (times) => {
        const schedule = new Schedule()
        const happened: (readonly [number, number])[] = []
        for (const [number, atMs] of times.entries()) schedule.add(atMs, () => void happened.push([atMs, number]))
        for (let next = schedule.take(Infinity); next; next = schedule.take(Infinity)) void next.happen()
        expect(happened).toEqual(times.map((atMs, number) => [atMs, number] as const).toSorted(([a, first], [b, second]) => a - b || first - second))
      }),
    )
  })

  it('gives nothing that is not due yet', () => {
    const schedule = new Schedule()
    schedule.add(5, () => {})
    expect(schedule.take(4)).toBeUndefined()
    expect(schedule.take(5)?.atMs).toBe(5)
  })
})

describe('virtual time', () => {
  it('stands still while somebody works, and goes on while they wait', async () => {
    const clock = new VirtualClock(1000)
    const simulation = new Simulation(clock)
    const told: string[] = []
    const tell = (what: string) => void told.push(`${clock.now()} ${what}`)
    simulation.at(10, () => simulation.work(async () => {
      for (let turn = 0; turn < 200; turn++) await undefined
      tell('worked')
      await simulation.waitUntil(50)
      tell('waited')
    }, () => {}))
    simulation.at(11, () => tell('another'))
    await simulation.run(100)
    expect(told).toEqual(['1010 worked', '1011 another', '1050 waited'])
    expect(clock.now()).toBe(1100)
  })

  it('given work that hangs on the waiting of another, then time goes on, and both come to their end', async () => {
    const clock = new VirtualClock(0)
    const simulation = new Simulation(clock)
    const told: string[] = []
    let first: Promise<void> = Promise.resolve()
    simulation.at(1, () => simulation.work(async () => void (first = simulation.waitUntil(30)), () => {}))
    simulation.at(2, () => simulation.work(async () => (await first, void told.push(`${clock.now()} both`)), () => {}))
    await simulation.run(100)
    expect(told).toEqual(['30 both'])
  })

  it('tells of a failure and goes on', async () => {
    const simulation = new Simulation(new VirtualClock(0))
    const failures: unknown[] = []
    simulation.at(1, () => simulation.work(async () => Promise.reject(new Error('no')), (error) => void failures.push(error)))
    await simulation.run(10)
    expect(failures).toEqual([new Error('no')])
  })
})
