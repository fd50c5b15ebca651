import { UserError } from '../../engine/kernel/user-error.ts'
import { isUntrusted, untrusted } from '../certificate-trouble.ts'
import { IMPATIENT, type KafkaAddress, KafkaClient } from './client.ts'

/** What kafkajs tells of a connection that did not come about. */
interface Trouble extends Error {
  readonly code?: unknown
  readonly type?: string
  readonly cause?: Trouble
}

/** A broker that does not take a user or his password, or a way to say them. */
const LOGIN_REFUSED = /SASL/
/** A broker that asks who we are, or does not believe it. */
const CLIENT_REFUSED = /ALERT_(BAD_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|ACCESS_DENIED)/
/** A broker that hangs up: the two do not speak of the same things. */
const HUNG_UP = /Closed connection|before secure TLS connection/

/**
 * The hosts of a cluster's brokers, as it names them itself. Each address is asked once, and one answer is enough; who
 * is not let in hears why within seconds. A client in its usual patience would try for half a minute.
 */
export async function reachCluster(address: KafkaAddress): Promise<readonly string[]> {
  const answers = await Promise.allSettled(address.brokers.map((broker) => ask({ ...address, brokers: [broker] })))
  const hosts = answers.find((answer) => answer.status === 'fulfilled')?.value
  if (hosts) return hosts
  const [{ reason }] = answers.filter((answer) => answer.status === 'rejected')
  throw refusal(address, reason as Trouble)
}

async function ask(address: KafkaAddress): Promise<readonly string[]> {
  const admin = new KafkaClient(address, IMPATIENT).admin()
  try {
    await admin.connect()
    return (await admin.describeCluster()).brokers.map(({ host }) => host)
  } finally {
    await admin.disconnect()
  }
}

function refusal({ brokers, tls, sasl }: KafkaAddress, error: Trouble): UserError {
  const trouble = error.cause ?? error
  const said = trouble.message.trim()
  const server = `Kafka at ${brokers.join(', ')}`
  if (isUntrusted(trouble)) return untrusted(server, '--kafka-ca', { message: said.replace('Connection error: ', '') })
  if (LOGIN_REFUSED.test(`${trouble.name} ${trouble.type}`)) return loginRefused(server, sasl?.username, said)
  if (CLIENT_REFUSED.test(String(trouble.code))) return clientRefused(server)
  if (HUNG_UP.test(said)) return unavailable(server, 'hangs up', wayIn(tls !== undefined, sasl !== undefined))
  return unavailable(server, 'does not answer', 'promo stack status shows the stack; for brokers of your own, check --brokers')
}

/** What a user has said decides what he may have forgotten, or said too much. */
function wayIn(usesTls: boolean, hasUser: boolean): string {
  const tls = usesTls ? 'without --kafka-tls and --kafka-ca, if it does not speak TLS' : 'with --kafka-tls, if it wants TLS'
  return `try ${tls}; ${hasUser ? 'check the port' : 'with --kafka-user and --kafka-password, if it wants to know who you are'}`
}

function unavailable(server: string, what: string, fix: string): UserError {
  const rule = 'one broker at least answers before a run begins'
  return new UserError({ code: 'kafka_unavailable', message: `${server} ${what}`, place: '--brokers', value: server, rule, fix, exitCode: 106 })
}

function loginRefused(server: string, user: string | undefined, said: string): UserError {
  const rule = 'the broker knows the user, his password, and the way to ask for it'
  return new UserError({ code: 'kafka_login_refused', message: `${server} does not let ${user} in: ${said}`, place: '--kafka-user', value: user, rule, fix: 'check --kafka-user, where --kafka-password leads, and --kafka-mechanism', exitCode: 106 })
}

function clientRefused(server: string): UserError {
  const rule = 'a broker that asks for the client’s certificate gets one that it trusts'
  return new UserError({ code: 'kafka_login_refused', message: `${server} does not accept our certificate, or wants one`, place: '--kafka-cert', value: server, rule, fix: 'name certificate and key by --kafka-cert and --kafka-key', exitCode: 106 })
}
