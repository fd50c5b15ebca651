import { connect } from 'node:net'

const METADATA_KEY = 3
/** Every version of Kafka since 1.0 answers this one, and its encoding is the plain one. */
const METADATA_VERSION = 4
const NO_TOPICS = 0

/** The brokers that a broker knows, as `host:port`: one small question of Kafka's protocol, without a client's retries. */
export async function askKafka(address: string, timeoutMs: number): Promise<readonly string[]> {
  const [host, port] = address.split(':')
  const socket = connect({ host, port: Number(port), timeout: timeoutMs })
  socket.once('timeout', () => socket.destroy(new Error(`${address} does not answer within ${timeoutMs} ms`)))
  try {
    socket.write(metadataRequest())
    return readBrokers(await firstFrame(socket))
  } finally {
    socket.destroy()
  }
}

/** Size, then key, version, correlation, no client id; no topics, and none to be made. */
export function metadataRequest(): Buffer {
  const body = Buffer.alloc(15)
  body.writeInt16BE(METADATA_KEY, 0)
  body.writeInt16BE(METADATA_VERSION, 2)
  body.writeInt16BE(-1, 8)
  body.writeInt32BE(NO_TOPICS, 10)
  const size = Buffer.alloc(4)
  size.writeInt32BE(body.length)
  return Buffer.concat([size, body])
}

async function firstFrame(socket: AsyncIterable<Buffer>): Promise<Buffer> {
  let read = Buffer.alloc(0)
  for await (const chunk of socket) {
    read = Buffer.concat([read, chunk])
    if (read.length >= 4 && read.length >= 4 + read.readInt32BE(0)) return read.subarray(4)
  }
  throw new Error('the connection ended before the answer')
}

/** Correlation and throttle time, then an array of id, host, port, rack. */
export function readBrokers(frame: Buffer): readonly string[] {
  let at = 12
  return Array.from({ length: frame.readInt32BE(8) }, () => {
    const hostEnd = at + 6 + frame.readInt16BE(at + 4)
    const rackBytes = Math.max(0, frame.readInt16BE(hostEnd + 4))
    const broker = `${frame.toString('utf8', at + 6, hostEnd)}:${frame.readInt32BE(hostEnd)}`
    at = hostEnd + 6 + rackBytes
    return broker
  })
}
