import { familyOf } from '../../adapters/process/process-family.ts'
import type { ProcessIdentity } from '../../adapters/process/process-identity.ts'
import { sendSignal } from '../../adapters/process/send-signal.ts'
import { enableProxy, removeToxic } from '../../adapters/toxiproxy/client.ts'
import { composeService } from '../stack/compose.ts'
import { startAgain } from '../stack/start-again.ts'
import { unlessEnded } from './servers/responsive-toxiproxy.ts'

/** What sets a server right again. It is all that it takes: another process may have to do it, later. */
export type Undo =
  | { readonly kind: 'remove_toxic'; readonly toxiproxy: string; readonly proxy: string; readonly toxic: string }
  | { readonly kind: 'enable_proxy'; readonly toxiproxy: string; readonly proxy: string }
  | { readonly kind: 'continue'; readonly processes: readonly ProcessIdentity[] }
  | { readonly kind: 'start'; readonly server: string }
  | { readonly kind: 'compose'; readonly project: string; readonly verb: 'unpause' | 'start'; readonly service: string }

/** May be repeated: what is right already is left alone. Rejects where it could not be done. */
export async function carryOut(undo: Undo): Promise<void> {
  switch (undo.kind) {
    case 'remove_toxic':
      return unlessEnded(undo.toxiproxy, () => removeToxic(undo.toxiproxy, undo.proxy, undo.toxic))
    case 'enable_proxy':
      return unlessEnded(undo.toxiproxy, () => enableProxy(undo.toxiproxy, undo.proxy, true))
    case 'continue':
      for (const each of undo.processes.flatMap(familyOf)) sendSignal(each, 'SIGCONT')
      return
    case 'start':
      return startAgain(undo.server)
    case 'compose':
      return composeService(undo.project, undo.verb, undo.service)
  }
}
