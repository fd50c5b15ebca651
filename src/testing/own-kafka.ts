import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { KafkaClient } from '../adapters/kafka/client.ts'
import { withAdmin } from '../adapters/kafka/topic-admin.ts'
import { askKafka } from '../adapters/process/ask-kafka.ts'
import { findProgram, NEEDED } from '../adapters/process/find-program.ts'
import { freePorts } from '../adapters/process/free-ports.ts'
import { kafkaJars } from '../adapters/process/installed/kafka-jars.ts'
import type { ProcessIdentity } from '../adapters/process/process-identity.ts'
import { kafkaPlans } from '../adapters/process/servers/kafka.ts'
import { startServer } from '../adapters/process/start-server.ts'
import { stopProcess } from '../adapters/process/stop-process.ts'
import { makeCertificate } from './own-redis.ts'

const CLUSTER_ID = 'cHJvbW8tb3duLWthZmth'
const UP_WITHIN_MS = 60_000

/** Numbers of Kafka's protocol. */
const KINDS = { topic: 2, group: 3, transactionalId: 5 } as const
const OPERATIONS = { read: 3, write: 4, create: 5, describe: 8 } as const
const [ALLOW, PREFIXED] = [3, 4]

type Kind = keyof typeof KINDS
export type Rights = Readonly<Record<Kind, readonly (keyof typeof OPERATIONS)[]>>

/** A broker of the test's own that trusts nobody, with a user for each way of getting in. */
export class OwnKafka {
  readonly dir: string
  readonly #ports: readonly number[]
  #running: ProcessIdentity | undefined

  /** Users may do nothing until they are granted it. */
  static async start(users: Readonly<Record<string, string>>): Promise<OwnKafka> {
    const kafka = new OwnKafka(await freePorts(4))
    makeCertificate(kafka.dir)
    await kafka.#start(users)
    return kafka
  }

  private constructor(ports: readonly number[]) {
    this.#ports = ports
    this.dir = mkdtempSync(join(tmpdir(), 'promo-own-kafka-'))
  }

  /** No TLS, no password: whoever comes in here may do everything. For the test itself. */
  get open(): string {
    return `127.0.0.1:${this.#ports[0]}`
  }

  /** TLS and a password. */
  get secure(): string {
    return `127.0.0.1:${this.#ports[1]}`
  }

  /** TLS in which the client has a certificate as well. */
  get mutual(): string {
    return `127.0.0.1:${this.#ports[2]}`
  }

  /** Of the authority that signed everything here; it is the broker's own certificate. */
  get caFile(): string {
    return join(this.dir, 'cert.pem')
  }

  get keyFile(): string {
    return join(this.dir, 'key.pem')
  }

  /** On everything whose name begins so. */
  async grant(user: string, prefix: string, rights: Rights): Promise<void> {
    const acl = (Object.keys(KINDS) as Kind[]).flatMap((kind) =>
      rights[kind].map((operation) => ({ resourceType: KINDS[kind], resourceName: prefix, resourcePatternType: PREFIXED, principal: `User:${user}`, host: '*', permissionType: ALLOW, operation: OPERATIONS[operation] })),
    )
    await withAdmin(new KafkaClient({ brokers: [this.open] }), (admin) => admin.createAcls({ acl }))
  }

  async remove(): Promise<void> {
    await stopProcess(this.#running!, 'SIGKILL')
    rmSync(this.dir, { recursive: true })
  }

  async #start(users: Readonly<Record<string, string>>): Promise<void> {
    const [direct, secure, mutual, controller] = this.#ports
    const brokers = [{ direct, behindProxy: secure, proxy: mutual, controller }]
    const [plan] = kafkaPlans({ java: findProgram(NEEDED.java), libs: await kafkaJars(), clusterId: CLUSTER_ID, brokers, dir: this.dir })
    const [format] = plan.before
    const scram = Object.entries(users).flatMap(([name, password]) => ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => ['--add-scram', `${mechanism}=[name=${name},password=${password}]`]))
    const properties = plan.files['server.properties'] + secured(this.dir, this.#ports, users)
    writeFileSync(join(this.dir, 'broker.pem'), readFileSync(this.keyFile, 'utf8') + readFileSync(this.caFile, 'utf8'))
    this.#running = await startServer({ ...plan, files: { ...plan.files, 'server.properties': properties }, before: [{ ...format, args: [...format.args, ...scram] }] })
    for (const giveUpAt = performance.now() + UP_WITHIN_MS; !(await this.#answers()); await sleep(100)) {
      if (performance.now() > giveUpAt) throw new Error(`the broker of the test does not come up; its log is ${join(plan.dir, 'server.log')}`)
    }
  }

  async #answers(): Promise<boolean> {
    return askKafka(this.open, 1000).then((brokers) => brokers.length > 0, () => false)
  }
}

/** On top of the stack's properties: of two lines for one property the later counts. */
function secured(dir: string, [direct, secure, mutual, controller]: readonly number[], users: Readonly<Record<string, string>>): string {
  const listeners = `DIRECT://127.0.0.1:${direct},SECURE://127.0.0.1:${secure},MUTUAL://127.0.0.1:${mutual}`
  const plain = Object.entries(users).map(([name, password]) => `user_${name}="${password}"`)
  const jaas = (module: string, ...options: readonly string[]) => `org.apache.kafka.common.security.${module} required ${options.join(' ')};`
  return [
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,DIRECT:PLAINTEXT,SECURE:SASL_SSL,MUTUAL:SSL',
    `listeners=${listeners},CONTROLLER://127.0.0.1:${controller}`,
    `advertised.listeners=${listeners}`,
    'ssl.keystore.type=PEM',
    `ssl.keystore.location=${join(dir, 'broker.pem')}`,
    'ssl.truststore.type=PEM',
    `ssl.truststore.location=${join(dir, 'cert.pem')}`,
    'listener.name.mutual.ssl.client.auth=required',
    'sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    `listener.name.secure.plain.sasl.jaas.config=${jaas('plain.PlainLoginModule', ...plain)}`,
    `listener.name.secure.scram-sha-256.sasl.jaas.config=${jaas('scram.ScramLoginModule')}`,
    `listener.name.secure.scram-sha-512.sasl.jaas.config=${jaas('scram.ScramLoginModule')}`,
    'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users=User:ANONYMOUS',
    '',
  ].join('\n')
}
