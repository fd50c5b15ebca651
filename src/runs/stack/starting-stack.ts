import { identityOf } from '../../adapters/process/process-identity.ts'
import type { ServerPlan } from '../../adapters/process/servers/server-plan.ts'
import { startServer } from '../../adapters/process/start-server.ts'
import { type StackServer, type StackState, writeStack } from './stack-state.ts'

/** The stack as far as it has come. Each server is written down as soon as it runs, so that `down` finds it after a crash. */
export class StartingStack {
  state: StackState

  constructor(place: Pick<StackState, 'mode' | 'dataDir' | 'composeProject'>) {
    this.state = { schemaVersion: 1, ...place, startedAt: new Date().toISOString(), startedBy: identityOf(process.pid)!, servers: [] }
    writeStack(this.state)
  }

  async start(plan: ServerPlan): Promise<void> {
    const { name, kind, address, proxied, dir, call, stopSignal, staleFiles } = plan
    this.add({ name, kind, address, proxied, process: { ...(await startServer(plan)), dir, call, stopSignal, staleFiles } })
  }

  add(...servers: readonly StackServer[]): void {
    this.state = { ...this.state, servers: [...this.state.servers, ...servers].sort((a, b) => (a.name < b.name ? -1 : 1)) }
    writeStack(this.state)
  }
}
