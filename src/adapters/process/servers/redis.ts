import { join } from 'node:path'
import { LOOPBACK } from '../free-ports.ts'
import type { ServerPlan } from './server-plan.ts'

export interface RedisPlace {
  readonly program: string
  readonly port: number
  readonly proxyPort: number
  readonly dir: string
}

export function redisPlan({ program, port, proxyPort, dir: parent }: RedisPlace): ServerPlan {
  const dir = join(parent, 'redis')
  return {
    name: 'redis',
    kind: 'redis',
    address: `${LOOPBACK}:${port}`,
    proxied: `${LOOPBACK}:${proxyPort}`,
    dir,
    files: { 'redis.conf': redisConf(port, dir) },
    before: [],
    call: { program, args: ['redis.conf'], cwd: dir },
    stopSignal: 'SIGTERM',
  }
}

/** A cache, never the record: nothing is written to disk. What is full says so; it does not forget prices by itself. */
export function redisConf(port: number, dir: string): string {
  const lines = [`bind ${LOOPBACK}`, `port ${port}`, `dir "${dir}"`, 'daemonize no', 'save ""', 'appendonly no', 'maxmemory-policy noeviction']
  return `${lines.join('\n')}\n`
}
