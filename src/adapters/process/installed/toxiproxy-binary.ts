import { join } from 'node:path'
import { findProgram, NEEDED } from '../find-program.ts'
import { runProgram } from '../run-program.ts'
import { cached, isCached } from './cache-dir.ts'

export const TOXIPROXY_VERSION = '2.12.0'
const FOLDER = `toxiproxy-${TOXIPROXY_VERSION}`

export const hasToxiproxyBinary = (): boolean => isCached(FOLDER)

/** Built from its module it would only say that it comes from git. */
const VERSION_FLAG = `-X github.com/Shopify/toxiproxy/v2.Version=${TOXIPROXY_VERSION}`

/** Toxiproxy's server, built once by Go from its module. */
export async function toxiproxyBinary(): Promise<string> {
  const dir = await cached(FOLDER, async (aside) => {
    const program = findProgram(NEEDED.go)
    await runProgram({ program, args: ['install', '-ldflags', VERSION_FLAG, `github.com/Shopify/toxiproxy/v2/cmd/server@v${TOXIPROXY_VERSION}`], cwd: aside, env: { GOBIN: aside } })
  })
  return join(dir, 'server')
}
