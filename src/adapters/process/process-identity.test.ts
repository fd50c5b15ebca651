import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { identityOf, isAlive, readStat } from './process-identity.ts'

const sleeper = () => spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])

describe('a process', () => {
  test('is known by its number and its start, for as long as it runs', async () => {
    const child = sleeper()
    await once(child, 'spawn')
    const identity = identityOf(child.pid!)!
    expect([identity.pid, isAlive(identity)]).toEqual([child.pid, true])
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect([isAlive(identity), identityOf(child.pid!)]).toEqual([false, undefined])
  })

  test('that has the number of an earlier one is not taken for it', () => {
    expect(isAlive({ pid: process.pid, mark: 'of another time' })).toBe(false)
  })

  test('that has ended, but whose parent has not looked yet, is none', async () => {
    // The shell becomes a sleep, which never looks after the child that the shell had.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'])
    const [line] = (await once(parent.stdout, 'data')) as [Buffer]
    const deadline = performance.now() + 5000
    while (identityOf(Number(line)) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(identityOf(Number(line))).toBeUndefined()
    parent.kill('SIGKILL')
  })

  test('may have brackets and blanks in its name', () => {
    const numbers = Array.from({ length: 49 }, (_, index) => index + 4)
    expect(readStat(`42 (a (strange) name) S ${numbers.join(' ')}`)).toMatchObject({ state: 'S', startedAtTicks: '22' })
  })
})
