import type { FaultSpec } from '../../../faults/fault.ts'
import { FAULT_KINDS } from '../../../faults/kinds/registry.ts'
import { RedisLink } from '../../../adapters/redis/client.ts'
import { deleteLeftKeys, flushAll } from '../../../adapters/redis/left-keys.ts'
import { redisLogin } from '../../../adapters/server-url.ts'
import { familyOf } from '../../../adapters/process/process-family.ts'
import { isAlive } from '../../../adapters/process/process-identity.ts'
import { sendSignal } from '../../../adapters/process/send-signal.ts'
import { stopProcess } from '../../../adapters/process/stop-process.ts'
import { addToxic, enableProxy } from '../../../adapters/toxiproxy/client.ts'
import { composeService } from '../../stack/compose.ts'
import { readStack, type ServerProcess } from '../../stack/stack-state.ts'
import type { Act } from '../act.ts'
import type { Undo } from '../undo.ts'
import { responsively } from './responsive-toxiproxy.ts'
import type { RunServer } from './run-servers.ts'

export function actOn(server: RunServer, spec: FaultSpec): Act {
  return FAULT_KINDS[spec.kind].toxic ? toxicAct(server, spec) : ACTS[spec.kind](server)
}

let toxics = 0

function toxicAct({ proxy }: RunServer, { kind, attributes, probability }: FaultSpec): Act {
  const { toxiproxy, name } = proxy!
  const toxic = `promo-${process.pid}-${++toxics}`
  const stream = attributes.stream === 'upstream' ? 'upstream' : 'downstream'
  const placed = { ...FAULT_KINDS[kind].toxic!(attributes), name: toxic, stream, toxicity: probability } as const
  return act({ kind: 'remove_toxic', toxiproxy, proxy: name, toxic }, () => responsively(toxiproxy, () => addToxic(toxiproxy, name, placed)))
}

function down({ proxy }: RunServer): Act {
  const { toxiproxy, name } = proxy!
  return act({ kind: 'enable_proxy', toxiproxy, proxy: name }, () => responsively(toxiproxy, () => enableProxy(toxiproxy, name, false)))
}

function pause(server: RunServer): Act {
  if (server.composeProject !== null) return composeAct(server, 'pause', 'unpause')
  const parent = processOf(server.name)
  return act({ kind: 'continue', processes: familyOf(parent) }, async () => {
    sendSignal(parent, 'SIGSTOP')
    // Only now nothing is started any more.
    for (const each of familyOf(parent)) sendSignal(each, 'SIGSTOP')
  })
}

/** Its start is what undoes that. What a PostgreSQL that was killed has started goes with it; see `startAgain` for the rest. */
function end(server: RunServer, signal?: NodeJS.Signals): Act {
  if (server.composeProject !== null) return composeAct(server, 'kill', 'start')
  const parent = processOf(server.name)
  const [, ...children] = familyOf(parent)
  return act({ kind: 'start', server: server.name }, async () => {
    await stopProcess(parent, signal ?? parent.stopSignal)
    await Promise.all(children.map((each) => stopProcess(each, 'SIGKILL')))
  })
}

/** Everything where the Redis is the stack's own, else what this run has put there. */
function flush({ redis, ownKeys }: RunServer): Act {
  return act(null, async () => {
    const link = await RedisLink.open(redisLogin(redis!, '--redis'), 'write')
    try {
      await (ownKeys === null ? flushAll(link) : deleteLeftKeys(link, ownKeys))
    } finally {
      link.close()
    }
  })
}

function composeAct({ name, composeProject }: RunServer, verb: 'pause' | 'kill', back: 'unpause' | 'start'): Act {
  const project = composeProject!
  return act({ kind: 'compose', project, verb: back, service: name }, () => composeService(project, verb, name))
}

/** The one that runs now: it may have been started again since the run began. */
function processOf(name: string): ServerProcess {
  const server = readStack()?.servers.find((each) => each.name === name)
  if (!server?.process || !isAlive(server.process)) throw new Error(`${name} does not run`)
  return server.process
}

const act = (undo: Undo | null, work: () => Promise<void>): Act => ({ undo, begin: () => work().then(() => true) })

const ACTS: Readonly<Record<string, (server: RunServer) => Act>> = {
  down,
  pause,
  kill: (server) => end(server, 'SIGKILL'),
  // As it is asked to leave.
  restart: (server) => end(server),
  flush,
}
