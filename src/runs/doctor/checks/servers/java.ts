import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { NEEDED } from '../../../../adapters/process/find-program.ts'
import type { Finding } from '../../doctor-check.ts'
import { fixOf, lookForPrograms, unlessDocker } from './server-program.ts'

const OLDEST = 17

export const java = unlessDocker({
  summary: 'Java, for Kafka',
  rule: `${OLDEST} or newer`,
  isNeeded: true,
  async look() {
    const program = lookForPrograms(NEEDED.java)
    return program.isGood ? lookAtVersion(program.found) : program
  },
})

async function lookAtVersion(program: string): Promise<Finding> {
  const version = await versionOf(program)
  const major = Number(/^(\d+)/.exec(version)?.[1] ?? 0)
  return { isGood: major >= OLDEST, found: `${version} (${program})`, fix: fixOf(NEEDED.java) }
}

/** Java tells it on stderr; macOS has a java that only says where to get one. */
async function versionOf(program: string): Promise<string> {
  try {
    const { stderr } = await promisify(execFile)(program, ['-version'])
    return /version "([^"]+)"/.exec(stderr)?.[1] ?? 'of an unknown version'
  } catch {
    return 'does not run'
  }
}
