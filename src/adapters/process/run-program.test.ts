import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { runProgram } from './run-program.ts'

const cwd = tmpdir()

test('a program that ends well gives what it said', async () => {
  expect(await runProgram({ program: 'sh', args: ['-c', 'echo made in $WHERE'], cwd, env: { WHERE: 'here' } })).toBe('made in here\n')
})

test('one that fails is answered with its last words, and the exit code of the environment', async () => {
  const failing = runProgram({ program: 'sh', args: ['-c', 'echo no room left >&2; exit 3'], cwd })
  await expect(failing).rejects.toMatchObject({ mistake: { code: 'program_failed', message: 'sh failed: no room left', value: 'sh -c echo no room left >&2; exit 3', exitCode: 106 } })
})
