import { join } from 'node:path'
import { LOOPBACK } from '../free-ports.ts'
import type { SystemUser } from '../unprivileged-user.ts'
import type { ServerPlan } from './server-plan.ts'

export interface PostgresPlace {
  readonly initdb: string
  readonly program: string
  readonly port: number
  readonly proxyPort: number
  readonly dir: string
  /** Where we are root: whom it runs as instead. */
  readonly user?: SystemUser
}

/** The stack's own role; it needs no password. */
export const POSTGRES_ROLE = 'promo'
export const POSTGRES_DATABASE = 'postgres'

export function postgresPlan({ initdb, program, port, proxyPort, dir: parent, user }: PostgresPlace): ServerPlan {
  const dir = join(parent, 'postgres')
  const made = ['-D', 'data', '-U', POSTGRES_ROLE, '-E', 'UTF8', '--no-locale', '--no-sync', '--auth=trust']
  return {
    name: 'postgres',
    kind: 'postgres',
    address: `${LOOPBACK}:${port}`,
    proxied: `${LOOPBACK}:${proxyPort}`,
    dir,
    files: { 'pg_hba.conf': PG_HBA },
    before: [{ program: initdb, args: made, cwd: dir, user }],
    call: { program, args: ['-D', 'data', ...settings(port, dir)], cwd: dir, user },
    // "Fast": ends the connections instead of waiting for them.
    stopSignal: 'SIGINT',
    staleFiles: ['data/postmaster.pid'],
  }
}

/** No socket file beside the port: it would stand in a folder that all servers of the machine share. */
function settings(port: number, dir: string): readonly string[] {
  const values = { listen_addresses: LOOPBACK, port, unix_socket_directories: '', hba_file: join(dir, 'pg_hba.conf') }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

const PG_HBA = `host all ${POSTGRES_ROLE} ${LOOPBACK}/32 trust\nhost all all ${LOOPBACK}/32 scram-sha-256\n`
