import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePorts, LOOPBACK } from '../../adapters/process/free-ports.ts'
import { runProgram } from '../../adapters/process/run-program.ts'
import type { ServerKind } from '../../adapters/process/servers/server-plan.ts'
import { homeDir } from '../folders/home.ts'
import type { StackShape } from './plan-stack.ts'
import type { StackServer } from './stack-state.ts'

const FILE = fileURLToPath(new URL('../../../compose.yaml', import.meta.url))
const BROKERS_MAX = 3
const CONTROLLER_PORT = 9093

/** Every service of compose.yaml that has a port of its own. */
const SERVICES: readonly { readonly name: string; readonly kind: ServerKind }[] = [
  ...Array.from({ length: BROKERS_MAX }, (_, index) => ({ name: `kafka-${index + 1}`, kind: 'kafka' as const })),
  { name: 'postgres', kind: 'postgres' },
  { name: 'redis', kind: 'redis' },
  { name: 'toxiproxy', kind: 'toxiproxy' },
]

/** A stack as Docker Compose is asked for it. */
export interface ComposePlan {
  /** Containers of two homes must not meet. */
  readonly project: string
  readonly env: Readonly<Record<string, string>>
  readonly servers: readonly StackServer[]
}

/** True where Docker is installed, knows Compose, and its service answers. */
export async function dockerWorks(): Promise<boolean> {
  try {
    await docker('compose', 'version')
    await docker('info', '--format', '{{.ServerVersion}}')
    return true
  } catch {
    return false
  }
}

/** All ports are chosen, also those of services that are left out: Toxiproxy has a way to each. */
export async function planCompose({ brokers, kinds }: StackShape): Promise<ComposePlan> {
  const ports = await freePorts(SERVICES.length * 2)
  const placed = SERVICES.map((service, index) => ({ ...service, port: ports[2 * index], proxyPort: ports[2 * index + 1] }))
  const wanted = placed.filter(({ name, kind }) => kind === 'toxiproxy' || (kinds.has(kind) && Number(name.split('-')[1] ?? 0) <= brokers))
  return {
    project: projectOf(homeDir()),
    env: { ...Object.fromEntries(placed.flatMap(portVariables)), ...clusterVariables(brokers) },
    servers: wanted.map(({ name, kind, port, proxyPort }) => ({ name, kind, address: `${LOOPBACK}:${port}`, proxied: kind === 'toxiproxy' ? undefined : `${LOOPBACK}:${proxyPort}`, process: null })),
  }
}

export const projectOf = (home: string): string => `promo-${createHash('sha256').update(resolve(home)).digest('hex').slice(0, 12)}`

/** Returns when every service says that it is healthy. */
export async function composeUp({ project, env, servers }: ComposePlan): Promise<void> {
  const args = ['compose', '--file', FILE, '--project-name', project, 'up', '--detach', '--wait', ...servers.map(({ name }) => name)]
  await runProgram({ program: 'docker', args, cwd: tmpdir(), env })
}

/** Containers, network and volumes of the project, and nothing else. */
export async function composeDown(project: string): Promise<void> {
  await docker('compose', '--project-name', project, 'down', '--volumes', '--timeout', '5')
}

export async function composeIsUp(project: string): Promise<boolean> {
  return (await docker('compose', '--project-name', project, 'ps', '--quiet')).trim() !== ''
}

/** One service of the project. What is so already is no mistake. */
export async function composeService(project: string, verb: 'pause' | 'unpause' | 'kill' | 'start' | 'restart', service: string): Promise<void> {
  try {
    await docker('compose', '--project-name', project, verb, service)
  } catch (error) {
    if (!/is (already|not) paused|is not running/.test((error as Error).message)) throw error
  }
}

const docker = (...args: readonly string[]): Promise<string> => runProgram({ program: 'docker', args, cwd: tmpdir() })

function portVariables({ name, port, proxyPort }: { readonly name: string; readonly port: number; readonly proxyPort: number }): readonly (readonly [string, string])[] {
  const prefix = `PROMO_${name.toUpperCase().replace('-', '_')}`
  return [[`${prefix}_PORT`, String(port)], [`${prefix}_PROXY_PORT`, String(proxyPort)]]
}

function clusterVariables(brokers: number): Readonly<Record<string, string>> {
  const voters = Array.from({ length: brokers }, (_, index) => `${index + 1}@kafka-${index + 1}:${CONTROLLER_PORT}`)
  return { PROMO_QUORUM: voters.join(','), PROMO_REPLICAS: String(brokers), PROMO_IN_SYNC: String(Math.max(1, brokers - 1)) }
}
