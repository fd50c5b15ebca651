import type { ProgramCall } from '../start-process.ts'

export const SERVER_KINDS = ['kafka', 'redis', 'postgres', 'toxiproxy'] as const
export type ServerKind = (typeof SERVER_KINDS)[number]

/** Where a server is found. */
export interface ServerAddress {
  /** `kafka-1`: its name on the stack. */
  readonly name: string
  readonly kind: ServerKind
  /** Host and port, straight to it. */
  readonly address: string
  /** The way through Toxiproxy; Toxiproxy itself has none. */
  readonly proxied?: string
}

/** All that it takes to start a server as a plain process. A plan is data: nothing happens until it is carried out. */
export interface ServerPlan extends ServerAddress {
  /** Its own folder: configuration, data and log. */
  readonly dir: string
  /** By their names in that folder. */
  readonly files: Readonly<Record<string, string>>
  /** What has to run to its end first, in this order. */
  readonly before: readonly ProgramCall[]
  readonly call: ProgramCall
  readonly stopSignal: NodeJS.Signals
  /** Files of its folder that say that it runs, and that it leaves behind when it is killed. */
  readonly staleFiles?: readonly string[]
}
