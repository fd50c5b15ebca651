import { randomUUID } from 'node:crypto'
import { findProgram, NEEDED } from '../../adapters/process/find-program.ts'
import { freePorts } from '../../adapters/process/free-ports.ts'
import { kafkaJars } from '../../adapters/process/installed/kafka-jars.ts'
import { toxiproxyBinary } from '../../adapters/process/installed/toxiproxy-binary.ts'
import { type BrokerPorts, kafkaPlans } from '../../adapters/process/servers/kafka.ts'
import { postgresPlan } from '../../adapters/process/servers/postgres.ts'
import { redisPlan } from '../../adapters/process/servers/redis.ts'
import type { ServerPlan } from '../../adapters/process/servers/server-plan.ts'
import { type ProxyRoute, toxiproxyPlan } from '../../adapters/process/servers/toxiproxy.ts'
import { unprivilegedUser } from '../../adapters/process/unprivileged-user.ts'

/** What the stack is to have. Toxiproxy is always there: it stands in front of the others. */
export interface StackShape {
  readonly brokers: number
  /** Of kafka, redis, postgres. */
  readonly kinds: ReadonlySet<string>
}

/** Programs of this machine, by the server that needs them. */
export interface StackPrograms {
  readonly kafka?: { readonly java: string; readonly libs: string }
  readonly redis?: string
  readonly postgres?: { readonly initdb: string; readonly program: string }
  readonly toxiproxy: string
}

/** Finds what is there before it fetches anything: a program that is missing is said at once. */
export async function findPrograms({ kinds }: StackShape, say: (line: string) => void): Promise<StackPrograms> {
  const java = kinds.has('kafka') ? findProgram(NEEDED.java) : undefined
  const redis = kinds.has('redis') ? findProgram(NEEDED.redis) : undefined
  const postgres = kinds.has('postgres') ? { initdb: findProgram(NEEDED.initdb), program: findProgram(NEEDED.postgres) } : undefined
  say('looking for Toxiproxy and Kafka in the cache; the first time they are built')
  const [toxiproxy, libs] = await Promise.all([toxiproxyBinary(), java === undefined ? undefined : kafkaJars()])
  return { kafka: java === undefined ? undefined : { java, libs: libs! }, redis, postgres, toxiproxy }
}

/** Plans for all servers, each on ports that are free now. */
export async function planStack({ brokers }: StackShape, programs: StackPrograms, dir: string): Promise<readonly ServerPlan[]> {
  const kafka = programs.kafka ? await planKafka(brokers, programs.kafka, dir) : { plans: [], routes: [] }
  const [redisPort, redisProxy, postgresPort, postgresProxy, toxiproxyPort] = await freePorts(5)
  const plans = [...kafka.plans]
  const routes = [...kafka.routes]
  if (programs.redis) {
    plans.push(redisPlan({ program: programs.redis, port: redisPort, proxyPort: redisProxy, dir }))
    routes.push({ name: 'redis', listenPort: redisProxy, upstreamPort: redisPort })
  }
  if (programs.postgres) {
    plans.push(postgresPlan({ ...programs.postgres, port: postgresPort, proxyPort: postgresProxy, dir, user: unprivilegedUser() }))
    routes.push({ name: 'postgres', listenPort: postgresProxy, upstreamPort: postgresPort })
  }
  return [...plans, toxiproxyPlan({ program: programs.toxiproxy, port: toxiproxyPort, dir, routes })]
}

interface KafkaPlanned {
  readonly plans: readonly ServerPlan[]
  readonly routes: readonly ProxyRoute[]
}

async function planKafka(brokers: number, programs: NonNullable<StackPrograms['kafka']>, dir: string): Promise<KafkaPlanned> {
  const ports = await brokerPorts(brokers)
  return {
    plans: kafkaPlans({ ...programs, clusterId: newClusterId(), brokers: ports, dir }),
    routes: ports.map(({ proxy, behindProxy }, index) => ({ name: `kafka-${index + 1}`, listenPort: proxy, upstreamPort: behindProxy })),
  }
}

async function brokerPorts(brokers: number): Promise<readonly BrokerPorts[]> {
  const ports = await freePorts(brokers * 4)
  return Array.from({ length: brokers }, (_, index) => {
    const [direct, behindProxy, proxy, controller] = ports.slice(index * 4)
    return { direct, behindProxy, proxy, controller }
  })
}

/** Sixteen bytes as Kafka writes them. Of hexadecimal digits, so that it never begins with a dash. */
function newClusterId(): string {
  return Buffer.from(randomUUID().replaceAll('-', '').slice(0, 16)).toString('base64url')
}
