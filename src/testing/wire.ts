import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A way to a real server that a test can cut, or hold up so that nothing more comes through. */
export class Wire {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #isCut = false
  #isHeld = false
  readonly #far = new Set<Socket>()

  /** Leads to `host:port`. */
  static async to(address: string): Promise<Wire> {
    const wire = new Wire(address)
    await once(wire.#server.listen(0, '127.0.0.1'), 'listening')
    return wire
  }

  private constructor(address: string) {
    const [host, port] = address.split(':')
    this.#server = createServer((near) => (this.#isCut ? near.destroy() : this.#join(near, connect({ host, port: Number(port) }))))
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  cut(): void {
    this.#isCut = true
    for (const socket of this.#sockets) socket.destroy()
  }

  hold(): void {
    this.#isHeld = true
    for (const socket of this.#sockets) socket.pause()
  }

  /** Questions go through on the connections that there are, and no answer comes back. */
  holdAnswers(): void {
    for (const socket of this.#far) socket.pause()
  }

  mend(): void {
    this.#isCut = false
    this.#isHeld = false
    for (const socket of this.#sockets) socket.resume()
  }

  close(): void {
    this.cut()
    this.#server.close()
  }

  #join(near: Socket, far: Socket): void {
    this.#far.add(far)
    far.on('close', () => this.#far.delete(far))
    for (const [socket, other] of [[near, far], [far, near]]) {
      this.#sockets.add(socket)
      socket.on('data', (data) => other.write(data)).on('error', () => {}).on('close', () => {
        this.#sockets.delete(socket)
        other.destroy()
      })
      if (this.#isHeld) socket.pause()
    }
  }
}
