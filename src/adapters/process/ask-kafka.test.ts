import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { askKafka, metadataRequest, readBrokers } from './ask-kafka.ts'

const text = (value: string) => Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)])
const int16 = (value: number) => Buffer.from([(value >> 8) & 255, value & 255])
const int32 = (value: number) => Buffer.concat([int16(value >>> 16), int16(value & 65_535)])
const answer = Buffer.concat([int32(0), int32(0), int32(2), int32(1), text('broker-a'), int32(9092), int16(-1), int32(2), text('10.0.0.7'), int32(65_000), text('rack-1'), text('cluster'), int32(1), int32(0)])

describe('the question to Kafka', () => {
  test('is a metadata request of version 4 for no topic', () => {
    expect(metadataRequest().toString('hex')).toBe('0000000f' + '0003' + '0004' + '00000000' + 'ffff' + '00000000' + '00')
  })

  test('is answered with brokers, with or without a rack', () => {
    expect(readBrokers(answer)).toEqual(['broker-a:9092', '10.0.0.7:65000'])
  })

  test('may be answered in pieces', async () => {
    const server = createServer((socket) => {
      socket.write(int32(answer.length).subarray(0, 2))
      setTimeout(() => socket.write(Buffer.concat([int32(answer.length).subarray(2), answer])), 10)
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    expect(await askKafka(`127.0.0.1:${(server.address() as AddressInfo).port}`, 1000)).toHaveLength(2)
    server.close()
  })

  test('that nobody answers fails in time', async () => {
    const server = createServer(() => {})
    await once(server.listen(0, '127.0.0.1'), 'listening')
    await expect(askKafka(`127.0.0.1:${(server.address() as AddressInfo).port}`, 50)).rejects.toThrow('does not answer within 50 ms')
    server.close()
    await expect(askKafka('127.0.0.1:1', 50)).rejects.toThrow('ECONNREFUSED')
  })
})
