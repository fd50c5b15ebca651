import { hostOf } from '../../../adapters/kafka/kafka-access.ts'
import { isLoopback } from '../../../adapters/loopback.ts'
import type { ServerKind } from '../../../adapters/process/servers/server-plan.ts'
import { redisLogin, postgresLogin, type ServerAccess } from '../../../adapters/server-url.ts'
import { type KnownProxy, knownProxies } from '../../../adapters/toxiproxy/client.ts'
import { isOwnStack, type KafkaRequest, refuseForeign } from '../../open-kafka-target.ts'
import { readStack, type StackState } from '../../stack/stack-state.ts'

/** The way through Toxiproxy to a server. */
export interface ServerProxy {
  /** Host and port of Toxiproxy itself. */
  readonly toxiproxy: string
  readonly name: string
  /** Where clients come in. */
  readonly port: number
}

/** A server of a run, and what can be done to it. */
export interface RunServer {
  readonly name: string
  readonly kind: ServerKind
  /** Null: no Toxiproxy stands before it. */
  readonly proxy: ServerProxy | null
  /** Whether `promo stack up` has started it. */
  readonly isOurs: boolean
  /** Null: it is no container of Docker's. */
  readonly composeProject: string | null
  /** Undefined: it is no Redis. */
  readonly redis?: ServerAccess
  /** What stands before the keys of the run, where others have keys there as well. */
  readonly ownKeys: string | null
}

/** The servers that the run will use, brokers in their order. `prefix` is the run's. */
export async function runServers(request: KafkaRequest, prefix: string): Promise<readonly RunServer[]> {
  if (!isOwnStack(request)) return namedServers(request, prefix)
  const stack = readStack()
  return stack ? stackServers(stack) : []
}

function stackServers({ servers, composeProject }: StackState): readonly RunServer[] {
  const toxiproxy = servers.find(({ kind }) => kind === 'toxiproxy')?.address
  return servers.map(({ name, kind, address, proxied }) => ({
    name,
    kind,
    proxy: toxiproxy === undefined || proxied === undefined ? null : { toxiproxy, name, port: portOf(proxied) },
    isOurs: true,
    composeProject,
    redis: kind === 'redis' ? { url: `redis://${address}` } : undefined,
    ownKeys: null,
  }))
}

async function namedServers({ kafka, redis, postgres, toxiproxy, allowedHosts }: KafkaRequest, prefix: string): Promise<readonly RunServer[]> {
  if (!kafka || !redis || !postgres) return []
  if (toxiproxy !== undefined) refuseForeign([hostOf(toxiproxy)], allowedHosts)
  const proxies = toxiproxy === undefined ? [] : await knownProxies(toxiproxy)
  const common = { isOurs: false, composeProject: null, ownKeys: prefix }
  const named = (name: string, kind: ServerKind, host: string, port: number) => ({ ...common, name, kind, proxy: proxyAt(proxies, toxiproxy, host, port) })
  const [cache, store] = [redisLogin(redis, '--redis'), postgresLogin(postgres, '--postgres')]
  return [
    ...kafka.brokers.map((broker, index) => named(`broker ${index + 1}`, 'kafka', hostOf(broker), portOf(broker))),
    { ...named('Redis', 'redis', cache.host, cache.port), redis },
    named('PostgreSQL', 'postgres', store.host, store.port),
  ]
}

/** The proxy behind the address that the user has named for a server: where Toxiproxy runs, and listens on that port. */
function proxyAt(proxies: readonly KnownProxy[], toxiproxy: string | undefined, host: string, port: number): ServerProxy | null {
  const found = proxies.find(({ listen }) => portOf(listen) === port)
  if (!found || toxiproxy === undefined) return null
  const isThere = hostOf(toxiproxy) === host || (isLoopback(hostOf(toxiproxy)) && isLoopback(host))
  return isThere ? { toxiproxy, name: found.name, port } : null
}

const portOf = (address: string): number => Number(address.slice(address.lastIndexOf(':') + 1))
