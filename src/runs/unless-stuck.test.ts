import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { unlessStuck } from './unless-stuck.ts'

describe('waiting for servers', () => {
  test('given nothing moves any more, then it is said that they are gone', async () => {
    await expect(unlessStuck(new Promise(() => {}), () => 7, 30)).rejects.toMatchObject({ mistake: { code: 'servers_gone', exitCode: 106 } })
  })

  test('given slow work that moves, then it is waited for', async () => {
    let moved = 0
    const timer = setInterval(() => moved++, 5)
    expect(await unlessStuck(setTimeout(400, 'done'), () => moved, 150)).toBe('done')
    clearInterval(timer)
  })

  test('given the work fails, then that is what is said', async () => {
    await expect(unlessStuck(Promise.reject(new Error('no')), () => 0, 1000)).rejects.toThrow('no')
  })
})
