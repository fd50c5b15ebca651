import { cores } from './checks/cores.ts'
import { disk } from './checks/disk.ts'
import { load } from './checks/load.ts'
import { memory } from './checks/memory.ts'
import { nodeVersion } from './checks/node-version.ts'
import { docker } from './checks/servers/docker.ts'
import { java } from './checks/servers/java.ts'
import { kafkaJars } from './checks/servers/kafka-jars.ts'
import { loopbackPorts } from './checks/servers/loopback-ports.ts'
import { postgresServer } from './checks/servers/postgres-server.ts'
import { redisServer } from './checks/servers/redis-server.ts'
import { runningStack } from './checks/servers/running-stack.ts'
import { stackMemory } from './checks/servers/stack-memory.ts'
import { toxiproxy } from './checks/servers/toxiproxy.ts'
import { timers } from './checks/timers.ts'
import { homeWritable, tempWritable } from './checks/writable.ts'
import type { DoctorCheck } from './doctor-check.ts'

/** What every target needs of a machine. */
const MACHINE: Readonly<Record<string, DoctorCheck>> = {
  node: nodeVersion,
  cores,
  memory,
  disk,
  home: homeWritable,
  temp: tempWritable,
  timers,
  load,
}

/** What the project's own stack needs, for `promo stack up` and what runs on it. */
const STACK: Readonly<Record<string, DoctorCheck>> = {
  docker,
  java,
  'kafka-jars': kafkaJars,
  toxiproxy,
  redis: redisServer,
  postgres: postgresServer,
  ports: loopbackPorts,
  'stack-memory': stackMemory,
  stack: runningStack,
}

/** By target, in the order in which they are told. A target's own checks stand behind those of the machine. */
export const DOCTOR_CHECKS: Readonly<Record<string, Readonly<Record<string, DoctorCheck>>>> = {
  embedded: MACHINE,
  kafka: { ...MACHINE, ...STACK },
}
