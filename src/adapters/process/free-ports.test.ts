import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { freePorts, LOOPBACK } from './free-ports.ts'

test('free ports are all different, and nobody listens on them', async () => {
  const ports = await freePorts(30)
  expect(new Set(ports).size).toBe(30)
  // Nobody is given one of these for a connection that goes out.
  expect(Math.max(...ports)).toBeLessThan(32_768)
  const servers = ports.map((port) => createServer().listen(port, LOOPBACK))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  for (const server of servers) server.close()
})
