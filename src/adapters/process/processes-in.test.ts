import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { processesIn } from './processes-in.ts'

it.runIf(process.platform === 'linux')('given a folder, then it is those of a program who work in it or below it, and nobody else', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'promo-in-'))
  mkdirSync(join(dir, 'data'))
  const start = async (program: string, args: readonly string[], cwd: string) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
    await once(child.stdout, 'data')
    return child
  }
  const idle = ['-e', "process.stdout.write('here'); setInterval(() => {}, 1000)"]
  const children = await Promise.all([
    start(process.execPath, idle, dir),
    start(process.execPath, idle, join(dir, 'data')),
    start(process.execPath, idle, tmpdir()),
    start('sh', ['-c', 'echo here; sleep 60'], dir),
  ])
  const found = processesIn(dir, process.execPath).map(({ pid }) => pid)
  for (const child of children) child.kill('SIGKILL')
  rmSync(dir, { recursive: true })
  expect(found.toSorted()).toEqual(children.slice(0, 2).map(({ pid }) => pid!).toSorted())
})
