import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { KAFKA_VERSION } from '../../adapters/process/installed/kafka-jars.ts'
import { TOXIPROXY_VERSION } from '../../adapters/process/installed/toxiproxy-binary.ts'
import { emptyFolder, promo } from '../../testing/promo-cli.ts'
import { planCompose, projectOf } from './compose.ts'

const FILE = fileURLToPath(new URL('../../../compose.yaml', import.meta.url))

interface Service {
  readonly image: string
  readonly ports: readonly string[]
  readonly healthcheck?: object
  readonly environment?: Readonly<Record<string, string>>
}

const text = readFileSync(FILE, 'utf8')
const { services, configs } = parse(text, { merge: true }) as { readonly services: Readonly<Record<string, Service>>; readonly configs: { readonly proxies: { readonly content: string } } }
const all = { brokers: 3, kinds: new Set(['kafka', 'redis', 'postgres']) }

describe('compose.yaml', () => {
  test('pins every image, and the same versions as the plain processes', () => {
    const images = Object.values(services).map(({ image }) => image)
    expect(images.filter((image) => !/:\d+\.\d+\.\d+|:\d+\.\d+-/.test(image))).toEqual([])
    expect(new Set(images)).toContain(`apache/kafka:${KAFKA_VERSION}`)
    expect(new Set(images)).toContain(`ghcr.io/shopify/toxiproxy:${TOXIPROXY_VERSION}`)
  })

  test('asks every server for its health, and opens ports on the loopback address alone', () => {
    expect(Object.entries(services).filter(([, { healthcheck, ports }]) => !healthcheck || !ports.every((port) => port.startsWith('127.0.0.1:')))).toEqual([])
  })

  test('has one proxy for each server, at a port that is open', () => {
    const proxies = JSON.parse(configs.proxies.content) as readonly { readonly name: string; readonly listen: string; readonly upstream: string }[]
    expect(proxies.map(({ name }) => name).sort()).toEqual(Object.keys(services).filter((name) => name !== 'toxiproxy').sort())
    expect(proxies.filter(({ name, upstream }) => upstream.split(':')[0] !== name)).toEqual([])
    const open = services.toxiproxy.ports.map((port) => port.split(':').at(-1))
    expect(proxies.filter(({ listen }) => !open.includes(listen.split(':')[1]))).toEqual([])
  })

  test.each([1, 2, 3])('sends clients of broker %i back the way they came', (id) => {
    const broker = services[`kafka-${id}`]
    const direct = `\${PROMO_KAFKA_${id}_PORT:-9${id - 1}92}`
    const [proxied] = services.toxiproxy.ports.filter((port) => port.includes(`KAFKA_${id}_PROXY`))
    expect(broker.ports).toEqual([`127.0.0.1:${direct}:9092`])
    expect(broker.environment!.KAFKA_ADVERTISED_LISTENERS).toBe(`INTERNAL://kafka-${id}:29092,DIRECT://127.0.0.1:${direct},PROXIED://${proxied.slice(0, proxied.lastIndexOf(':'))}`)
  })
})

describe('the plan for Docker Compose', () => {
  test('sets every variable that the file asks for', async () => {
    const asked = new Set([...text.matchAll(/\$\{(\w+):-/g)].map(([, name]) => name))
    const { env } = await planCompose(all)
    expect([...asked].filter((name) => !(name in env))).toEqual([])
  })

  test('has the servers that were asked for, and always Toxiproxy', async () => {
    const namesOf = async (brokers: number, ...kinds: readonly string[]) => (await planCompose({ brokers, kinds: new Set(kinds) })).servers.map(({ name }) => name)
    expect(await namesOf(3, ...all.kinds)).toEqual(['kafka-1', 'kafka-2', 'kafka-3', 'postgres', 'redis', 'toxiproxy'])
    expect(await namesOf(1, 'kafka')).toEqual(['kafka-1', 'toxiproxy'])
    expect(await namesOf(3, 'redis')).toEqual(['redis', 'toxiproxy'])
  })

  test('makes a cluster of one, or of three that keep two copies in step', async () => {
    expect((await planCompose({ ...all, brokers: 1 })).env).toMatchObject({ PROMO_QUORUM: '1@kafka-1:9093', PROMO_REPLICAS: '1', PROMO_IN_SYNC: '1' })
    expect((await planCompose(all)).env).toMatchObject({ PROMO_QUORUM: '1@kafka-1:9093,2@kafka-2:9093,3@kafka-3:9093', PROMO_REPLICAS: '3', PROMO_IN_SYNC: '2' })
  })

  test('keeps the containers of two homes apart', () => {
    expect(projectOf('/a/.promo')).toMatch(/^promo-[0-9a-f]{12}$/)
    expect(projectOf('/a/.promo')).not.toBe(projectOf('/b/.promo'))
  })
})

/** No machine of ours runs Docker, so a program of its name stands in and writes down what it was asked. */
describe('with Docker', () => {
  let cwd = ''
  beforeEach(() => {
    cwd = emptyFolder()
  })
  afterEach(() => rmSync(cwd, { recursive: true }))

  function installDocker(script: string): void {
    mkdirSync(join(cwd, 'bin'))
    writeFileSync(join(cwd, 'bin', 'docker'), `#!/bin/sh\necho "$*" >> ${join(cwd, 'asked')}\n${script}\n`)
    chmodSync(join(cwd, 'bin', 'docker'), 0o755)
  }

  const stack = async (...args: readonly string[]) => {
    const { exitCode, stdout } = await promo(['stack', ...args, '--json'], { cwd, env: { PATH: `${join(cwd, 'bin')}:${process.env.PATH}` } })
    return { exitCode, document: JSON.parse(stdout) }
  }

  test('that does not work, --docker is refused', async () => {
    installDocker('exit 1')
    expect(await stack('up', '--docker')).toMatchObject({ exitCode: 106, document: { error: { code: 'docker_missing', place: '--docker' } } })
  })

  test('that cannot start a container, everything is taken down again', async () => {
    installDocker('case "$*" in *" up "*) echo "port is taken" >&2; exit 1;; esac')
    expect(await stack('up')).toMatchObject({ exitCode: 106, document: { error: { code: 'program_failed', message: 'docker failed: port is taken' } } })
    const project = projectOf(join(cwd, '.promo'))
    expect(readFileSync(join(cwd, 'asked'), 'utf8').trimEnd().split('\n')).toEqual([
      'compose version',
      'info --format {{.ServerVersion}}',
      `compose --file ${FILE} --project-name ${project} up --detach --wait kafka-1 kafka-2 kafka-3 postgres redis toxiproxy`,
      `compose --project-name ${project} ps --quiet`,
      `compose --project-name ${project} down --volumes --timeout 5`,
    ])
    expect(await stack('status')).toMatchObject({ exitCode: 0, document: { mode: null, servers: [] } })
  })
})
