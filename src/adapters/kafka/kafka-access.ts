import { UserError } from '../../engine/kernel/user-error.ts'
import { readSecret } from '../secret.ts'
import { refuseOpenPassword } from '../server-url.ts'
import { readTlsFiles, type TlsFiles } from '../tls-files.ts'
import type { KafkaAddress } from './client.ts'
import type { Mechanism } from './mechanisms.ts'

/** Where a cluster is and how to get in, as a user writes it: nothing in it is secret. */
export interface KafkaAccess extends TlsFiles {
  /** `host:port`. */
  readonly brokers: readonly string[]
  readonly user?: string
  /** `env:NAME` or `file:path`. */
  readonly password?: string
  /** Undefined: the safest. */
  readonly mechanism?: Mechanism
  /** Any of the files means TLS as well. */
  readonly tls?: boolean
}

/** The same with its secrets read. */
export function kafkaAddress(access: KafkaAccess): KafkaAddress {
  const { brokers, caFile, certFile, keyFile } = access
  const usesTls = access.tls === true || [caFile, certFile, keyFile].some((file) => file !== undefined)
  return { brokers, tls: usesTls ? readTlsFiles(access, '--kafka') : undefined, sasl: saslOf(access, usesTls) }
}

function saslOf({ brokers, user, password, mechanism }: KafkaAccess, usesTls: boolean): KafkaAddress['sasl'] {
  if (user === undefined && password === undefined && mechanism === undefined) return undefined
  if (user === undefined || password === undefined) throw incomplete(user === undefined ? '--kafka-user' : '--kafka-password')
  if (mechanism === 'plain' && !usesTls) for (const broker of brokers) refuseOpenPassword(hostOf(broker), '--kafka-mechanism', 'say --kafka-tls, or --kafka-mechanism scram-sha-512')
  return { mechanism: mechanism ?? 'scram-sha-512', username: user, password: readSecret(password, '--kafka-password') }
}

/** Of `host:port` or `[::1]:port`. */
export const hostOf = (address: string): string => address.slice(0, address.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1')

function incomplete(missing: string): UserError {
  const rule = 'a user comes with a password, and a password with its user'
  return new UserError({ code: 'incomplete_login', message: `${missing} is missing`, place: missing, rule, fix: `write ${missing}, or leave the other one out`, exitCode: 2 })
}
