import { Redis } from 'ioredis'

/** Asks once, without a second try: what Redis says of itself. */
export async function askRedis(address: string, timeoutMs: number): Promise<string> {
  const [host, port] = address.split(':')
  const redis = new Redis({ host, port: Number(port), lazyConnect: true, connectTimeout: timeoutMs, commandTimeout: timeoutMs, retryStrategy: () => null })
  // Its events repeat what the promises say.
  redis.on('error', () => {})
  try {
    await redis.connect()
    const [answer, info] = await Promise.all([redis.ping(), redis.info('server')])
    return `${answer}, Redis ${/redis_version:(\S+)/.exec(info)?.[1]}`
  } finally {
    redis.disconnect()
  }
}
