import type { FaultSpec } from '../../faults/fault.ts'
import { FAULT_KINDS } from '../../faults/kinds/registry.ts'
import { RedisLink } from '../../adapters/redis/client.ts'
import { deleteLeftKeys, flushAll } from '../../adapters/redis/left-keys.ts'
import { redisLogin } from '../../adapters/server-url.ts'
import { familyOf } from '../../adapters/process/process-family.ts'
import { isAlive } from '../../adapters/process/process-identity.ts'
import { sendSignal } from '../../adapters/process/send-signal.ts'
import { stopProcess } from '../../adapters/process/stop-process.ts'
import { addToxic, enableProxy } from '../../adapters/toxiproxy/client.ts'
import { composeService } from '../stack/compose.ts'
import { readStack, type ServerProcess } from '../stack/stack-state.ts'
import { responsively } from './responsive-toxiproxy.ts'
import type { RunServer } from './run-servers.ts'
import type { Undo } from './undo.ts'

/** What one fault does to one server. */
export interface Act {
  /** Null: there is nothing to undo. */
  readonly undo: Undo | null
  begin(): Promise<void>
}

/** Prepared at the fault's start: only then it is known which processes there are. */
export function actOn(server: RunServer, spec: FaultSpec): Act {
  return FAULT_KINDS[spec.kind].toxic ? toxicAct(server, spec) : ACTS[spec.kind](server)
}

let toxics = 0

function toxicAct({ proxy }: RunServer, { kind, attributes, probability }: FaultSpec): Act {
  const { toxiproxy, name } = proxy!
  const toxic = `promo-${process.pid}-${++toxics}`
  const stream = attributes.stream === 'upstream' ? 'upstream' : 'downstream'
  const placed = { ...FAULT_KINDS[kind].toxic!(attributes), name: toxic, stream, toxicity: probability } as const
  return { undo: { kind: 'remove_toxic', toxiproxy, proxy: name, toxic }, begin: () => responsively(toxiproxy, () => addToxic(toxiproxy, name, placed)) }
}

function down({ proxy }: RunServer): Act {
  const { toxiproxy, name } = proxy!
  return { undo: { kind: 'enable_proxy', toxiproxy, proxy: name }, begin: () => responsively(toxiproxy, () => enableProxy(toxiproxy, name, false)) }
}

function pause(server: RunServer): Act {
  if (server.composeProject !== null) return composeAct(server, 'pause', 'unpause')
  const processes = familyOf(processOf(server.name))
  const begin = async () => {
    for (const each of processes) sendSignal(each, 'SIGSTOP')
  }
  return { undo: { kind: 'continue', processes }, begin }
}

/** Its start is what undoes that. What a PostgreSQL that was killed has started would keep the next one from starting for a moment. */
function end(server: RunServer, signal?: NodeJS.Signals): Act {
  if (server.composeProject !== null) return composeAct(server, 'kill', 'start')
  const parent = processOf(server.name)
  const [, ...children] = familyOf(parent)
  const begin = async () => {
    await stopProcess(parent, signal ?? parent.stopSignal)
    await Promise.all(children.map((each) => stopProcess(each, 'SIGKILL')))
  }
  return { undo: { kind: 'start', server: server.name }, begin }
}

/** Everything where the Redis is the stack's own, else what this run has put there. */
function flush({ redis, ownKeys }: RunServer): Act {
  const begin = async () => {
    const link = await RedisLink.open(redisLogin(redis!, '--redis'), 'write')
    try {
      await (ownKeys === null ? flushAll(link) : deleteLeftKeys(link, ownKeys))
    } finally {
      link.close()
    }
  }
  return { undo: null, begin }
}

function composeAct({ name, composeProject }: RunServer, verb: 'pause' | 'kill', back: 'unpause' | 'start'): Act {
  const project = composeProject!
  return { undo: { kind: 'compose', project, verb: back, service: name }, begin: () => composeService(project, verb, name) }
}

/** The one that runs now: it may have been started again since the run began. */
function processOf(name: string): ServerProcess {
  const server = readStack()?.servers.find((each) => each.name === name)
  if (!server?.process || !isAlive(server.process)) throw new Error(`${name} does not run`)
  return server.process
}

const ACTS: Readonly<Record<string, (server: RunServer) => Act>> = {
  down,
  pause,
  kill: (server) => end(server, 'SIGKILL'),
  // As it is asked to leave.
  restart: (server) => end(server),
  flush,
}
