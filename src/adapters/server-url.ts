import { readFileSync } from 'node:fs'
import { UserError } from '../engine/kernel/user-error.ts'
import { readSecret } from './secret.ts'

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
  readonly tls?: { readonly ca?: string }
}

/** What an URL of a kind of server may say. */
interface UrlForm {
  readonly protocols: readonly string[]
  readonly defaultPort: number
  readonly example: string
  readonly usesTls: (url: URL) => boolean
}

const REDIS: UrlForm = { protocols: ['redis:', 'rediss:'], defaultPort: 6379, example: 'redis://127.0.0.1:6379', usesTls: ({ protocol }) => protocol === 'rediss:' }

const POSTGRES: UrlForm = {
  protocols: ['postgresql:', 'postgres:'],
  defaultPort: 5432,
  example: 'postgresql://promo@127.0.0.1:5432/promo',
  usesTls: ({ searchParams }) => /^(require|verify-ca|verify-full)$/.test(searchParams.get('sslmode') ?? ''),
}

export const redisLogin = (access: ServerAccess, place: string): ServerLogin => loginOf(access, place, REDIS)

export const postgresLogin = (access: ServerAccess, place: string): ServerLogin => loginOf(access, place, POSTGRES)

function loginOf({ url: text, password, caFile }: ServerAccess, place: string, form: UrlForm): ServerLogin {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !form.protocols.includes(url.protocol) || url.hostname === '') throw refusal(place, 'this is no address of such a server', text, `write for example ${form.example}`)
  if (url.password !== '') throw refusal(place, 'a password does not stand in an address', undefined, 'take it out, and name it by env:NAME or file:path')
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? form.defaultPort : Number(url.port),
    username: decodeURIComponent(url.username) || undefined,
    password: password === undefined ? undefined : readSecret(password, place),
    database: decodeURIComponent(url.pathname.slice(1)),
    tls: form.usesTls(url) ? { ca: caFile === undefined ? undefined : readFileSync(caFile, 'utf8') } : undefined,
  }
}

function refusal(place: string, message: string, value: string | undefined, fix: string): UserError {
  return new UserError({ code: 'bad_address', message, place, value, rule: 'an URL without a password', fix, exitCode: 2 })
}
