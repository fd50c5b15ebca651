import type { RedisLink } from './client.ts'

const KEYS_A_STEP = 500

/** KEYS: none. ARGV: cursor, pattern, keys to look at, 'delete' or nothing. Returns the next cursor and how many matched. */
const STEP = `
local step = redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])
if ARGV[4] == 'delete' and #step[2] > 0 then redis.call('UNLINK', unpack(step[2])) end
return {step[1], #step[2]}
`

export const countLeftKeys = (link: RedisLink, prefix: string): Promise<number> => walk(link, prefix, 'count')

/** Returns how many there were. */
export const deleteLeftKeys = (link: RedisLink, prefix: string): Promise<number> => walk(link, prefix, 'delete')

/** Everything, also what no run of ours has put there: only for a Redis that is ours. */
export async function flushAll(link: RedisLink): Promise<void> {
  await link.runScript("return redis.call('FLUSHALL')", [], [])
}

/** Prices and leases of a run, and nothing else that begins alike. In small steps: nobody else of the server waits long. */
async function walk(link: RedisLink, prefix: string, act: 'count' | 'delete'): Promise<number> {
  let found = 0
  for (const pattern of [`${literal(prefix)}price:*`, `${literal(prefix)}leases`]) {
    let cursor = '0'
    do {
      const [next, matched] = (await link.runScript(STEP, [], [cursor, pattern, KEYS_A_STEP, act])) as readonly [string, number]
      cursor = next
      found += matched
    } while (cursor !== '0')
  }
  return found
}

/** Where a prefix has signs by which Redis would match other keys. */
const literal = (prefix: string): string => prefix.replaceAll(/[\\*?[\]^-]/g, '\\$&')
