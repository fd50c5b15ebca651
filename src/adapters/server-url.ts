import { UserError } from '../engine/kernel/user-error.ts'
import { isLoopback } from './loopback.ts'
import { readSecret } from './secret.ts'
import { readTlsFiles, type TlsMaterial } from './tls-files.ts'

/** Where a server is and how to get in, as a user writes it: nothing in it is secret. */
export interface ServerAccess {
  /** `redis://user@host:6379/0`, `rediss://…` with TLS; `postgresql://user@host:5432/database?sslmode=verify-full`. */
  readonly url: string
  /** `env:NAME` or `file:path`. */
  readonly password?: string
  /** File of the authority that signed the server's certificate, where the system does not know it. */
  readonly caFile?: string
}

/** The same with its secrets read: never written anywhere. */
export interface ServerLogin {
  readonly host: string
  readonly port: number
  readonly username?: string
  readonly password?: string
  readonly database: string
  readonly tls?: TlsMaterial
}

/** What an URL of a kind of server may say. */
interface UrlForm {
  readonly protocols: readonly string[]
  readonly defaultPort: number
  readonly example: string
  readonly usesTls: (url: URL) => boolean
  /** How an URL asks for TLS. */
  readonly tlsExample: string
  /** Whether a password is sent as it is, for everybody on the way to read. */
  readonly sendsPassword: boolean
}

const REDIS: UrlForm = {
  protocols: ['redis:', 'rediss:'],
  defaultPort: 6379,
  example: 'redis://127.0.0.1:6379',
  usesTls: ({ protocol }) => protocol === 'rediss:',
  tlsExample: 'rediss://',
  sendsPassword: true,
}

const POSTGRES: UrlForm = {
  protocols: ['postgresql:', 'postgres:'],
  defaultPort: 5432,
  example: 'postgresql://promo@127.0.0.1:5432/promo',
  usesTls: ({ searchParams }) => /^(require|verify-ca|verify-full)$/.test(searchParams.get('sslmode') ?? ''),
  tlsExample: '?sslmode=verify-full',
  sendsPassword: false,
}

export const redisLogin = (access: ServerAccess, place: string): ServerLogin => loginOf(access, place, REDIS)

export const postgresLogin = (access: ServerAccess, place: string): ServerLogin => loginOf(access, place, POSTGRES)

function loginOf({ url: text, password, caFile }: ServerAccess, place: string, form: UrlForm): ServerLogin {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !form.protocols.includes(url.protocol) || url.hostname === '') throw refusal(place, 'this is no address of such a server', text, `write for example ${form.example}`)
  if (url.password !== '') throw refusal(place, 'a password does not stand in an address', undefined, 'take it out, and name it by env:NAME or file:path')
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const usesTls = form.usesTls(url)
  if (caFile !== undefined && !usesTls) throw refusal(`${place}-ca`, 'an authority for a connection without TLS', caFile, `ask for TLS in ${place}: ${form.tlsExample}`)
  if (password !== undefined && form.sendsPassword && !usesTls) refuseOpenPassword(host, place, `ask for TLS: ${form.tlsExample}`)
  return {
    host,
    port: url.port === '' ? form.defaultPort : Number(url.port),
    username: decodeURIComponent(url.username) || undefined,
    password: password === undefined ? undefined : readSecret(password, place),
    database: decodeURIComponent(url.pathname.slice(1)),
    tls: usesTls ? readTlsFiles({ caFile }, place) : undefined,
  }
}

/** On this machine nobody listens on the way; beyond it, whoever does would have the password. */
export function refuseOpenPassword(host: string, place: string, fix: string): void {
  if (isLoopback(host)) return
  const rule = 'a password goes to another machine only through TLS'
  throw new UserError({ code: 'open_password', message: `the password would go to ${host} as it is, for everybody on the way to read`, place, value: host, rule, fix, exitCode: 2 })
}

function refusal(place: string, message: string, value: string | undefined, fix: string): UserError {
  return new UserError({ code: 'bad_address', message, place, value, rule: 'an URL without a password', fix, exitCode: 2 })
}
