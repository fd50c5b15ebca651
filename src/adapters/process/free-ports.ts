import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'

export const LOOPBACK = '127.0.0.1'
/**
 * Systems take ports above these for connections that go out (Linux from 32768 on, others from 49152 on), and would take
 * one that is free now before the server that is to listen there has started.
 */
const PORTS = { min: 15_000, max: 32_000 }
const ATTEMPTS_MAX = 200

/** Ports of the loopback address that nobody listens on, no two the same: all are held until the last one is known. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listening))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

async function listening(): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    const server = createServer()
    try {
      await once(server.listen(randomInt(PORTS.min, PORTS.max), LOOPBACK), 'listening')
      return server
    } catch (error) {
      if (attempt === ATTEMPTS_MAX) throw error
    }
  }
}
