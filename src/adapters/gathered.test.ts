import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Unavailable } from '../engine/pricing/ports.ts'
import { Gathered } from './gathered.ts'

/** A server that doubles numbers when it is told to; `calls` are those that it has not answered. */
function doubling({ callsMax = 1, questionsMax = 10, waitingMax = 100 } = {}) {
  const calls: { readonly questions: readonly number[]; readonly answer: (error?: Error) => Promise<void> }[] = []
  const askAll = (questions: readonly number[]) =>
    new Promise<readonly number[]>((resolve, reject) => {
      const answer = async (error?: Error) => {
        if (error) reject(error)
        else resolve(questions.map((number) => 2 * number))
        await setImmediate()
      }
      calls.push({ questions, answer })
    })
  const gathered = new Gathered({ what: 'the server', askAll, callsMax, questionsMax, waitingMax })
  return { gathered, calls }
}

describe('questions that are gathered', () => {
  it('given nothing is under way, when one comes, then it goes at once, and with it what comes in the same go', async () => {
    const { gathered, calls } = doubling()
    const answers = [gathered.ask(1), gathered.ask(2)]
    await setImmediate()
    expect(calls.map(({ questions }) => questions)).toEqual([[1, 2]])
    await calls[0].answer()
    expect(await Promise.all(answers)).toEqual([2, 4])
  })

  it('given as many calls as may be are under way, when more come, then they wait for one to end and go together, no more than fit', async () => {
    const { gathered, calls } = doubling({ questionsMax: 2 })
    const first = gathered.ask(1)
    await setImmediate()
    const rest = [2, 3, 4].map((number) => gathered.ask(number))
    await setImmediate()
    expect(calls).toHaveLength(1)
    for (let call = 0; call < 3; call++) await calls[call].answer()
    expect(calls.map(({ questions }) => questions)).toEqual([[1], [2, 3], [4]])
    expect(await Promise.all([first, ...rest])).toEqual([2, 4, 6, 8])
  })

  it('given two calls may be under way, when one hangs, then the other goes on', async () => {
    const { gathered, calls } = doubling({ callsMax: 2 })
    void gathered.ask(1)
    await setImmediate()
    for (let number = 2; number < 5; number++) {
      const answer = gathered.ask(number)
      await setImmediate()
      await calls.at(-1)!.answer()
      expect(await answer).toBe(2 * number)
    }
  })

  it('given a call fails, then all of its questions do, and the next ones are asked', async () => {
    const { gathered, calls } = doubling()
    const failing = Promise.allSettled([gathered.ask(1), gathered.ask(2)])
    await setImmediate()
    const next = gathered.ask(3)
    await calls[0].answer(new Error('away'))
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await calls[1].answer()
    expect(await next).toBe(6)
  })

  it('given as many wait as may, when one more comes, then it is refused at once', async () => {
    const { gathered } = doubling({ waitingMax: 2 })
    void gathered.ask(1)
    await setImmediate()
    void gathered.ask(2)
    void gathered.ask(3)
    await expect(gathered.ask(4)).rejects.toBeInstanceOf(Unavailable)
  })
})
