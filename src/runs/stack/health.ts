import { askKafka } from '../../adapters/process/ask-kafka.ts'
import { POSTGRES_DATABASE, POSTGRES_ROLE } from '../../adapters/process/servers/postgres.ts'
import type { ServerAddress, ServerKind } from '../../adapters/process/servers/server-plan.ts'

const ANSWER_MS_MAX = 2000

/** One real question a kind of server. Clients are loaded where they are needed: they are most of a command's start. */
const QUESTIONS: Readonly<Record<ServerKind, (server: ServerAddress, brokers: number) => Promise<string>>> = {
  kafka: askBroker,
  redis: async ({ address }) => (await import('../../adapters/redis/client.ts')).askRedis(address, ANSWER_MS_MAX),
  postgres: async ({ address }) => (await import('../../adapters/postgres/client.ts')).askPostgres(postgresUrl(address), ANSWER_MS_MAX),
  toxiproxy: async ({ address }) => {
    const { version, proxies } = await (await import('../../adapters/toxiproxy/client.ts')).askToxiproxy(address)
    return `version ${version}, proxies ${proxies.toSorted().join(' ')}`
  },
}

/** What the server says when it is asked; rejects where it does not answer, or not as it should. */
export function askServer(server: ServerAddress, all: readonly ServerAddress[]): Promise<string> {
  return QUESTIONS[server.kind](server, all.filter(({ kind }) => kind === 'kafka').length)
}

export const postgresUrl = (address: string): string => `postgresql://${POSTGRES_ROLE}@${address}/${POSTGRES_DATABASE}`

/** A broker is of use once it knows all the others. */
async function askBroker({ address }: ServerAddress, brokers: number): Promise<string> {
  const known = await askKafka(address, ANSWER_MS_MAX)
  if (known.length < brokers) throw new Error(`knows ${known.length} of ${brokers} brokers`)
  return `knows ${known.length} of ${brokers} brokers`
}
