import { setTimeout } from 'node:timers/promises'
import { Redis, type RedisOptions } from 'ioredis'
import { UserError } from '../../engine/kernel/user-error.ts'
import { Unavailable } from '../../engine/pricing/ports.ts'
import { isUntrusted, untrusted } from '../certificate-trouble.ts'
import { InFlight } from '../in-flight.ts'
import type { ServerLogin } from '../server-url.ts'

/** How a connection is used: a shopper waits for a read, nobody for a write that is safe to repeat. */
const PROFILES = {
  read: { answerMsMax: 50, inFlightMax: 256, isWaitedFor: true },
  write: { answerMsMax: 1000, inFlightMax: 64, isWaitedFor: false },
} as const

export type RedisProfile = keyof typeof PROFILES

const CONNECT_MS_MAX = 1000
const RECONNECT_MS_MAX = 500
/** A server that says nothing for so long while commands wait is given up, and with it whatever waits. */
const SILENCE_MS_MAX = 1000
/** How often a server that gave no answer is asked whether it is back. */
const ASK_EVERY_MS = 25

/** Answers by which a server says that it cannot help now; any other error it reports is a mistake of ours. */
const NOT_NOW = /^(LOADING|BUSY|MASTERDOWN|READONLY|OOM|CLUSTERDOWN|TRYAGAIN|NOREPLICAS)\b/

/**
 * One connection in the project's way to use ioredis, which only this file imports. It reconnects by itself. Where
 * somebody waits for answers, one that did not come is enough: until the server is heard again, nobody else waits for it.
 */
export class RedisLink {
  readonly #redis: Redis
  readonly #inFlight: InFlight
  readonly name: string
  readonly #isWaitedFor: boolean
  #isSilent = false
  #isClosed = false
  /** Why there is no connection: the promises only say that there is none. */
  #trouble: Error | undefined

  /** Returns when the server has answered; a server that is not there is an error of the environment. */
  static async open(login: ServerLogin, profile: RedisProfile): Promise<RedisLink> {
    const link = new RedisLink(login, profile)
    try {
      await link.#redis.connect()
      return link
    } catch (error) {
      link.close()
      throw notThere(link.name, link.#trouble ?? (error as Error))
    }
  }

  private constructor(login: ServerLogin, profile: RedisProfile) {
    const { answerMsMax, inFlightMax, isWaitedFor } = PROFILES[profile]
    this.#isWaitedFor = isWaitedFor
    this.name = `Redis at ${login.host}:${login.port}`
    this.#redis = new Redis({ ...optionsOf(login), commandTimeout: answerMsMax })
    this.#inFlight = new InFlight(this.name, inFlightMax)
    this.#redis.on('error', (error) => {
      this.#trouble = error
    })
  }

  /** Runs a script on its keys. Rejects with `Unavailable` where no answer comes in time: it may have run all the same. */
  runScript(lua: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    if (this.#isSilent) return Promise.reject(new Unavailable(this.name))
    return this.#inFlight.run(async () => {
      try {
        return await this.#redis.eval(lua, keys.length, ...keys, ...args)
      } catch (error) {
        if (this.#isAnswer(error as Error)) throw error
        if (this.#isWaitedFor && !this.#isSilent) void this.#listenForIt()
        throw new Unavailable(this.name)
      }
    })
  }

  close(): void {
    this.#isClosed = true
    this.#redis.disconnect()
  }

  /** Until there is an answer. The question is one that its user may ask in any case. */
  async #listenForIt(): Promise<void> {
    this.#isSilent = true
    while (this.#isSilent && !this.#isClosed) {
      await setTimeout(ASK_EVERY_MS)
      this.#isSilent = await this.#redis.eval('return 1', 0).then(() => false, (error: Error) => !this.#isAnswer(error))
    }
  }

  #isAnswer({ name, message }: Error): boolean {
    return name === 'ReplyError' && !NOT_NOW.test(message)
  }
}

/** Nothing is queued while there is no connection, and nothing is sent twice: an answer that was lost may have been a yes. */
function optionsOf({ host, port, username, password, database, tls }: ServerLogin): RedisOptions {
  return {
    host,
    port,
    username,
    password,
    db: Number(database),
    tls,
    disableClientInfo: true,
    lazyConnect: true,
    connectTimeout: CONNECT_MS_MAX,
    socketTimeout: SILENCE_MS_MAX,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 1,
    enableAutoPipelining: true,
    retryStrategy: (times) => Math.min(10 * 2 ** times, RECONNECT_MS_MAX),
  }
}

function notThere(name: string, error: Error): UserError {
  if (isUntrusted(error)) return untrusted(name, '--redis-ca', error)
  return new UserError({
    code: 'redis_unavailable',
    message: `${name} cannot be used: ${error.message}`,
    place: name,
    rule: 'the price cache answers before a run begins',
    fix: 'promo stack status shows the stack; for a Redis of your own, see that it runs and that user and password are right',
    exitCode: 106,
  })
}

/** Asks once, without a second try: what Redis says of itself. */
export async function askRedis(address: string, timeoutMs: number): Promise<string> {
  const [host, port] = address.split(':')
  const redis = new Redis({ host, port: Number(port), lazyConnect: true, connectTimeout: timeoutMs, commandTimeout: timeoutMs, retryStrategy: () => null })
  redis.on('error', () => {})
  try {
    await redis.connect()
    const [answer, info] = await Promise.all([redis.ping(), redis.info('server')])
    return `${answer}, Redis ${/redis_version:(\S+)/.exec(info)?.[1]}`
  } finally {
    redis.disconnect()
  }
}
