import type { ActingFault, PortCall } from '../port-call.ts'
import { oneOf } from './attributes.ts'
import type { FaultAttribute, FaultKind, Toxic } from './fault-kind.ts'
import { BROKER, only, PORTS } from './targets.ts'

interface NetworkKind {
  readonly summary: string
  readonly example: string
  readonly attributes: Readonly<Record<string, FaultAttribute>>
  readonly toxic: (attributes: Parameters<NonNullable<FaultKind['toxic']>>[0]) => Toxic
  /**
   * The same in a process without a network: what a request, or its answer, of so many bytes meets on its way. It takes
   * its time, or rejects with `Unavailable` where the connection is gone. Left out: it means nothing there.
   */
  readonly onWay?: (bytes: number, fault: ActingFault, port: string) => Promise<void>
}

/** What happens on the way to a server and back, as Toxiproxy does it; `stream` is the way that is hit. */
export function network({ summary, example, attributes, toxic, onWay }: NetworkKind): FaultKind {
  return {
    summary,
    timing: 'interval',
    probabilityPer: 'connection',
    isAlone: false,
    targets: [...PORTS, BROKER],
    onlyOn: only('kafka', onWay ? [BROKER] : [...PORTS, BROKER]),
    attributes: { ...attributes, stream: oneOf('what is hit: answers on their way back, or requests', ['downstream', 'upstream']) },
    example,
    toxic,
    ...(onWay && { onCall: (call, fault) => onItsWay(call, fault, onWay) }),
  }
}

/** A request that is lost was never heard; where its answer is lost, it was done. */
async function onItsWay<Answer>(call: PortCall<Answer>, fault: ActingFault, meets: NonNullable<NetworkKind['onWay']>): Promise<Answer> {
  if (fault.attributes.stream === 'upstream') {
    await meets(call.requestBytes, fault, call.port)
    return call.proceed()
  }
  const answer = await call.proceed()
  await meets(call.answerBytes(answer), fault, call.port)
  return answer
}
