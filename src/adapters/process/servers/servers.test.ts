import { describe, expect, test } from 'vitest'
import { brokerProperties, kafkaPlans } from './kafka.ts'
import { postgresPlan } from './postgres.ts'
import { redisPlan } from './redis.ts'
import { toxiproxyPlan } from './toxiproxy.ts'

const broker = (base: number) => ({ direct: base, behindProxy: base + 1, proxy: base + 2, controller: base + 3 })
const readProperties = (text: string): Record<string, string> => Object.fromEntries(text.trimEnd().split('\n').map((line) => line.split(/=(.*)/s, 2) as [string, string]))
const settingsOf = (brokers: number, id = 1) => {
  const ports = Array.from({ length: brokers }, (_, index) => broker(1000 * (index + 1)))
  return readProperties(brokerProperties({ brokers: ports }, ports[id - 1], id, '/data'))
}

describe('a Kafka broker', () => {
  test('sends clients back the way they came: straight, or through their proxy', () => {
    const settings = settingsOf(3, 2)
    expect(settings.listeners).toBe('DIRECT://127.0.0.1:2000,PROXIED://127.0.0.1:2001,CONTROLLER://127.0.0.1:2003')
    expect(settings['advertised.listeners']).toBe('DIRECT://127.0.0.1:2000,PROXIED://127.0.0.1:2002')
    expect(settings['inter.broker.listener.name']).toBe('DIRECT')
  })

  test('is one of three that keep two copies in step, or alone', () => {
    const names = ['default.replication.factor', 'min.insync.replicas', 'offsets.topic.replication.factor', 'transaction.state.log.replication.factor', 'transaction.state.log.min.isr']
    expect(names.map((name) => settingsOf(3)[name])).toEqual(['3', '2', '3', '3', '2'])
    expect(names.map((name) => settingsOf(1)[name])).toEqual(['1', '1', '1', '1', '1'])
    expect(settingsOf(3)['controller.quorum.voters']).toBe('1@127.0.0.1:1003,2@127.0.0.1:2003,3@127.0.0.1:3003')
    expect(settingsOf(1)['controller.quorum.voters']).toBe('1@127.0.0.1:1003')
  })

  test('makes no topic by itself', () => {
    expect(settingsOf(1)['auto.create.topics.enable']).toBe('false')
  })

  test('is formatted in its own folder, then started', () => {
    const [, second] = kafkaPlans({ java: '/java', libs: '/libs', clusterId: 'id', brokers: [broker(1000), broker(2000)], dir: '/stack' })
    expect(second).toMatchObject({ name: 'kafka-2', address: '127.0.0.1:2000', proxied: '127.0.0.1:2002', dir: '/stack/kafka-2' })
    expect([...second.before, second.call].map(({ program, args, cwd }) => [program, args.slice(args.indexOf('-cp')).join(' '), cwd])).toEqual([
      ['/java', '-cp /libs/* kafka.tools.StorageTool format -t id -c server.properties', '/stack/kafka-2'],
      ['/java', '-cp /libs/* kafka.Kafka server.properties', '/stack/kafka-2'],
    ])
  })
})

describe('PostgreSQL', () => {
  const place = { initdb: '/initdb', program: '/postgres', port: 5000, proxyPort: 5001, dir: '/stack' }

  test('is made and run by the user it is lent, and by nobody else', () => {
    const { before, call } = postgresPlan({ ...place, user: { uid: 105, gid: 113 } })
    expect([...before, call].map(({ program, user }) => [program, user])).toEqual([['/initdb', { uid: 105, gid: 113 }], ['/postgres', { uid: 105, gid: 113 }]])
  })

  test('listens on the loopback address alone, and leaves no socket in a shared folder', () => {
    expect(postgresPlan(place).call.args).toEqual(expect.arrayContaining(['listen_addresses=127.0.0.1', 'port=5000', 'unix_socket_directories=']))
  })

  test('asks every role for its password but the one of the stack', () => {
    expect(postgresPlan(place).files['pg_hba.conf']).toBe('host all promo 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n')
  })
})

test('Redis writes nothing to disk, and forgets nothing by itself', () => {
  const { files } = redisPlan({ program: '/redis-server', port: 6000, proxyPort: 6001, dir: '/the stack' })
  expect(files['redis.conf'].split('\n')).toEqual(['bind 127.0.0.1', 'port 6000', 'dir "/the stack/redis"', 'daemonize no', 'save ""', 'appendonly no', 'maxmemory-policy noeviction', ''])
})

test('Toxiproxy has a way to each server from the start', () => {
  const { files, call } = toxiproxyPlan({ program: '/server', port: 8000, dir: '/stack', routes: [{ name: 'redis', listenPort: 6001, upstreamPort: 6000 }] })
  expect(JSON.parse(files['proxies.json'])).toEqual([{ name: 'redis', listen: '127.0.0.1:6001', upstream: '127.0.0.1:6000', enabled: true }])
  expect(call.args).toEqual(['-host', '127.0.0.1', '-port', '8000', '-config', 'proxies.json'])
})
