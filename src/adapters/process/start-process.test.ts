import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { emptyFolder } from '../../testing/promo-cli.ts'
import { isAlive } from './process-identity.ts'
import { startProcess } from './start-process.ts'
import { stopProcess } from './stop-process.ts'

let cwd = ''
beforeEach(() => {
  cwd = emptyFolder()
})
afterEach(() => rmSync(cwd, { recursive: true }))

describe('a started process', () => {
  test('writes what it says into its log, and leads a group of its own', async () => {
    const log = join(cwd, 'server.log')
    const identity = await startProcess({ program: 'sh', args: ['-c', 'echo $GREETING; echo trouble >&2; ps -o pgid= -p $$; exec sleep 60'], cwd, env: { GREETING: 'hello' } }, log)
    await vi.waitFor(() => expect(readFileSync(log, 'utf8').split(/\s+/)).toEqual(['hello', 'trouble', String(identity.pid), '']))
    expect(isAlive(identity)).toBe(true)
    await stopProcess(identity, 'SIGKILL')
  })

  test('that cannot be started says so', async () => {
    await expect(startProcess({ program: join(cwd, 'nothing'), args: [], cwd }, join(cwd, 'log'))).rejects.toThrow('ENOENT')
  })
})
