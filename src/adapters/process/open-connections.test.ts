import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, it, vi } from 'vitest'
import { connectionsTo, openConnections } from './open-connections.ts'

const TABLE = [
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
  '   0: 0100007F:D2F0 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 1001 1',
  '   1: 0100007F:D2F2 0100007F:1F90 06 00000000:00000000 00:00000000 00000000     0        0 0 1',
  '   2: 0100007F:1F90 0100007F:D2F0 01 00000000:00000000 00:00000000 00000000     0        0 1002 1',
  '   3: 0100007F:D2F4 0100007F:1F91 01 00000000:00000000 00:00000000 00000000     0        0 1003 1',
].join('\n')

it('takes the ends of clients that are connected to the port, and nothing else', () => {
  expect(connectionsTo(8080, TABLE)).toEqual(['0100007F:D2F0 1001'])
})

it.runIf(process.platform === 'linux')('sees a connection as long as it is there', async () => {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  expect(openConnections(port)).toEqual([])
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  expect(openConnections(port)).toHaveLength(1)
  socket.destroy()
  await vi.waitFor(() => expect(openConnections(port)).toEqual([]))
  server.close()
})
