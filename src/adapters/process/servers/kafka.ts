import { join } from 'node:path'
import { LOOPBACK } from '../free-ports.ts'
import type { ServerPlan } from './server-plan.ts'

/**
 * A stack lives for minutes and shares its cores: for most of a minute the optimizing compiler took a third of one from
 * everybody else, and a run's first seconds with it. At 20,000 events a second the serial collector stopped a broker for
 * 36 to 62 ms every four seconds, this one for 10 to 18; G1 took a tenth of a core more (docs/benchmarks.md).
 */
const SHORT_LIVED = ['-XX:TieredStopAtLevel=1', '-XX:+UseParallelGC']

/** A broker's ports. Clients that come through Toxiproxy need a listener of their own: Kafka answers with addresses. */
export interface BrokerPorts {
  readonly direct: number
  readonly behindProxy: number
  readonly proxy: number
  readonly controller: number
}

export interface KafkaCluster {
  readonly java: string
  /** Folder of Kafka's jars. */
  readonly libs: string
  readonly clusterId: string
  readonly brokers: readonly BrokerPorts[]
  /** Each broker gets a folder in it. */
  readonly dir: string
}

const HEAP_MB = 512
/** As many as the pipeline has by default; Kafka's own 50 take seconds to make and to move. */
const INTERNAL_PARTITIONS = 8
const REPLICAS_MAX = 3
/** A broker that says nothing for so long is dead: others lead its partitions then. Kafka's own 9 s leave a client little of ten. */
const BROKER_SESSION_MS = 4000
const BROKER_HEARTBEAT_MS = 1000

export function kafkaPlans(cluster: KafkaCluster): readonly ServerPlan[] {
  return cluster.brokers.map((ports, index) => brokerPlan(cluster, ports, index + 1))
}

function brokerPlan(cluster: KafkaCluster, ports: BrokerPorts, id: number): ServerPlan {
  const name = `kafka-${id}`
  const dir = join(cluster.dir, name)
  const java = (heapMb: number, ...args: readonly string[]) => ({ program: cluster.java, args: [...javaArgs(cluster.libs, heapMb), ...args], cwd: dir })
  return {
    name,
    kind: 'kafka',
    address: `${LOOPBACK}:${ports.direct}`,
    proxied: `${LOOPBACK}:${ports.proxy}`,
    dir,
    files: { 'server.properties': brokerProperties(cluster, ports, id, dir), 'log4j2.properties': LOG4J2 },
    before: [java(HEAP_MB / 4, 'kafka.tools.StorageTool', 'format', '-t', cluster.clusterId, '-c', 'server.properties')],
    call: java(HEAP_MB, 'kafka.Kafka', 'server.properties'),
    // Brokers that leave in order wait for each other; their data is thrown away, so there is nothing to put in order.
    stopSignal: 'SIGKILL',
  }
}

function javaArgs(libs: string, heapMb: number): readonly string[] {
  return [`-Xms${heapMb}m`, `-Xmx${heapMb}m`, ...SHORT_LIVED, '-Dlog4j2.configurationFile=log4j2.properties', '-cp', join(libs, '*')]
}

export function brokerProperties({ brokers }: Pick<KafkaCluster, 'brokers'>, ports: BrokerPorts, id: number, dir: string): string {
  const replicas = Math.min(REPLICAS_MAX, brokers.length)
  const inSync = Math.max(1, replicas - 1)
  return properties({
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': brokers.map(({ controller }, index) => `${index + 1}@${LOOPBACK}:${controller}`).join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'DIRECT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,DIRECT:PLAINTEXT,PROXIED:PLAINTEXT',
    listeners: listeners({ DIRECT: ports.direct, PROXIED: ports.behindProxy, CONTROLLER: ports.controller }),
    'advertised.listeners': listeners({ DIRECT: ports.direct, PROXIED: ports.proxy }),
    'log.dirs': join(dir, 'data'),
    'broker.session.timeout.ms': BROKER_SESSION_MS,
    'broker.heartbeat.interval.ms': BROKER_HEARTBEAT_MS,
    'auto.create.topics.enable': false,
    'num.partitions': INTERNAL_PARTITIONS,
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    'offsets.topic.num.partitions': INTERNAL_PARTITIONS,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.num.partitions': INTERNAL_PARTITIONS,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'group.initial.rebalance.delay.ms': 0,
  })
}

function listeners(ports: Readonly<Record<string, number>>): string {
  return Object.entries(ports).map(([name, port]) => `${name}://${LOOPBACK}:${port}`).join(',')
}

const properties = (entries: Readonly<Record<string, string | number | boolean>>): string =>
  Object.entries(entries).map(([name, value]) => `${name}=${value}\n`).join('')

const LOG4J2 = properties({
  'appender.out.type': 'Console',
  'appender.out.name': 'out',
  'appender.out.layout.type': 'PatternLayout',
  'appender.out.layout.pattern': '%d %p %c: %m%n',
  'rootLogger.level': 'warn',
  'rootLogger.appenderRef.out.ref': 'out',
})
