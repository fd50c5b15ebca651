import { oneOf } from './attributes.ts'
import type { FaultAttribute, FaultKind, Toxic } from './fault-kind.ts'

const SERVERS = ['log', 'log.<n>', 'cache', 'store']

interface NetworkKind {
  readonly summary: string
  readonly example: string
  readonly attributes: Readonly<Record<string, FaultAttribute>>
  readonly toxic: (attributes: Parameters<NonNullable<FaultKind['toxic']>>[0]) => Toxic
}

/** What happens on the way to a server and back, as Toxiproxy does it; `stream` is the way that is hit. */
export function network({ summary, example, attributes, toxic }: NetworkKind): FaultKind {
  return {
    summary,
    timing: 'interval',
    probabilityPer: 'connection',
    isAlone: false,
    targets: SERVERS,
    onlyOn: Object.fromEntries(SERVERS.map((pattern) => [pattern, 'kafka'])),
    attributes: { ...attributes, stream: oneOf('what is hit: answers on their way back, or requests', ['downstream', 'upstream']) },
    example,
    toxic,
  }
}
