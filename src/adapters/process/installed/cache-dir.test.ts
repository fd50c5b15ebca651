import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyFolder } from '../../../testing/promo-cli.ts'
import { cacheDir, cached } from './cache-dir.ts'

let parent = ''
beforeEach(() => {
  parent = emptyFolder()
})
afterEach(() => rmSync(parent, { recursive: true }))

describe('the cache', () => {
  test('stands where the user wants it, else where the system wants it, else at home', () => {
    expect(cacheDir({ PROMO_CACHE: '/mine', XDG_CACHE_HOME: '/xdg' })).toBe('/mine')
    expect(cacheDir({ XDG_CACHE_HOME: '/xdg' })).toBe('/xdg/promo')
    expect(cacheDir({})).toMatch(/\/\.cache\/promo$/)
  })

  test('makes a thing once', async () => {
    let made = 0
    const make = async (dir: string) => writeFileSync(join(dir, 'jar'), String(++made))
    const dirs = [await cached('kafka', make, parent), await cached('kafka', make, parent)]
    expect([dirs, made, readdirSync(parent)]).toEqual([[join(parent, 'kafka'), join(parent, 'kafka')], 1, ['kafka']])
  })

  test('has it whole or not at all', async () => {
    const failing = cached('kafka', async (dir) => {
      writeFileSync(join(dir, 'half'), '')
      throw new Error('the network is gone')
    }, parent)
    await expect(failing).rejects.toThrow('the network is gone')
    expect(readdirSync(parent)).toEqual([])
  })

  test('is shared by two that make the same at once', async () => {
    const make = (text: string) => async (dir: string) => {
      writeFileSync(join(dir, 'jar'), text)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const [one, other] = await Promise.all([cached('kafka', make('a'), parent), cached('kafka', make('b'), parent)])
    expect([one, readdirSync(parent), existsSync(join(other, 'jar'))]).toEqual([other, ['kafka'], true])
    expect(['a', 'b']).toContain(readFileSync(join(one, 'jar'), 'utf8'))
  })
})
