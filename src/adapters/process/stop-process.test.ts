import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { identityOf, isAlive } from './process-identity.ts'
import { stopProcess } from './stop-process.ts'

const children: ChildProcess[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** Returns when the script has said that it is ready. */
async function start(script: string) {
  const child = spawn(process.execPath, ['-e', `${script}; setInterval(() => {}, 1000); console.log('ready')`])
  children.push(child)
  await once(child.stdout, 'data')
  return identityOf(child.pid!)!
}

describe('a process is stopped', () => {
  test('by the signal that it understands', async () => {
    const identity = await start('')
    await stopProcess(identity, 'SIGTERM')
    expect(isAlive(identity)).toBe(false)
  })

  test('by force where it does not listen', async () => {
    const identity = await start("process.on('SIGTERM', () => {})")
    await stopProcess(identity, 'SIGTERM', 100)
    expect(isAlive(identity)).toBe(false)
  })

  test('never, where its number belongs to another process by now', async () => {
    const identity = await start('')
    await stopProcess({ pid: identity.pid, mark: 'of an earlier process' }, 'SIGKILL')
    // Time enough for a signal to arrive.
    await sleep(200)
    expect(isAlive(identity)).toBe(true)
  })

  test('twice without harm', async () => {
    const identity = await start('')
    await stopProcess(identity, 'SIGKILL')
    await expect(stopProcess(identity, 'SIGKILL')).resolves.toBeUndefined()
  })
})
