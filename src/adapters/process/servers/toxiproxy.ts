import { join } from 'node:path'
import { LOOPBACK } from '../free-ports.ts'
import type { ServerPlan } from './server-plan.ts'

/** A way through Toxiproxy to one server, under that server's name. */
export interface ProxyRoute {
  readonly name: string
  readonly listenPort: number
  readonly upstreamPort: number
}

export interface ToxiproxyPlace {
  readonly program: string
  readonly port: number
  readonly dir: string
  readonly routes: readonly ProxyRoute[]
}

export function toxiproxyPlan({ program, port, dir: parent, routes }: ToxiproxyPlace): ServerPlan {
  const dir = join(parent, 'toxiproxy')
  return {
    name: 'toxiproxy',
    kind: 'toxiproxy',
    address: `${LOOPBACK}:${port}`,
    dir,
    files: { 'proxies.json': `${JSON.stringify(routes.map(proxyOf), null, 2)}\n` },
    before: [],
    call: { program, args: ['-host', LOOPBACK, '-port', String(port), '-config', 'proxies.json'], cwd: dir },
    stopSignal: 'SIGTERM',
  }
}

const proxyOf = ({ name, listenPort, upstreamPort }: ProxyRoute) => ({
  name,
  listen: `${LOOPBACK}:${listenPort}`,
  upstream: `${LOOPBACK}:${upstreamPort}`,
  enabled: true,
})
