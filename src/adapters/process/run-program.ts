import { execFile } from 'node:child_process'
import { UserError } from '../../engine/kernel/user-error.ts'
import type { ProgramCall } from './start-process.ts'

const SAID_CHARS_MAX = 2000
const SAID_BYTES_MAX = 64 * 1024 * 1024

/** Runs a program to its end and returns what it said. One that fails says so with its own last words. */
export function runProgram({ program, args, cwd, env, user }: ProgramCall): Promise<string> {
  const options = { cwd, env: { ...process.env, ...env }, ...user, maxBuffer: SAID_BYTES_MAX }
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error) reject(programFailed(program, args, `${stdout}${stderr}`.trim() || error.message))
      else resolve(stdout)
    })
  })
}

function programFailed(program: string, args: readonly string[], said: string): UserError {
  return new UserError({
    code: 'program_failed',
    message: `${program} failed: ${said.slice(-SAID_CHARS_MAX)}`,
    place: program,
    value: [program, ...args].join(' '),
    rule: 'the servers of the stack are made and started by their own programs',
    fix: 'mend what it says, then try again',
    exitCode: 106,
  })
}
