import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { UserError } from '../engine/kernel/user-error.ts'

/** Files by which the two ends of a connection know each other, all PEM. */
export interface TlsFiles {
  /** Of the authority that signed the server's certificate, where the system does not know it. */
  readonly caFile?: string
  /** Our own certificate and its key, where the server asks who we are. */
  readonly certFile?: string
  readonly keyFile?: string
}

/** What stands in them: the key is secret. */
export interface TlsMaterial {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

/** Read and looked at: what is wrong with them is said here, and not in the middle of a handshake. `server` is `--kafka`. */
export function readTlsFiles({ caFile, certFile, keyFile }: TlsFiles, server: string): TlsMaterial {
  const ca = readCertificate(caFile, `${server}-ca`)
  const cert = readCertificate(certFile, `${server}-cert`)
  const key = readPem(keyFile, `${server}-key`)
  if ((cert === undefined) !== (key === undefined)) throw half(server)
  if (!fitTogether(cert, key)) throw unfit(keyFile!, certFile!, server)
  return { ca, cert, key }
}

function readCertificate(file: string | undefined, place: string): string | undefined {
  const pem = readPem(file, place)
  try {
    if (pem !== undefined) void new X509Certificate(pem)
    return pem
  } catch {
    throw refusal(place, file, `${file} holds no certificate`, 'a file that begins with -----BEGIN CERTIFICATE-----')
  }
}

function readPem(file: string | undefined, place: string): string | undefined {
  try {
    return file === undefined ? undefined : readFileSync(file, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw refusal(place, file, `cannot read ${file}: ${code === 'ENOENT' ? 'there is no such file' : message}`, 'check its name and its rights')
  }
}

function fitTogether(cert: string | undefined, key: string | undefined): boolean {
  try {
    createSecureContext({ cert, key })
    return true
  } catch {
    return false
  }
}

const half = (server: string): UserError =>
  refusal(`${server}-cert`, undefined, `${server}-cert and ${server}-key belong together`, 'write the missing one')

const unfit = (keyFile: string, certFile: string, server: string): UserError =>
  refusal(`${server}-key`, keyFile, `${keyFile} is not the key of ${certFile}`, 'name the private key of that certificate, without a passphrase')

function refusal(place: string, value: string | undefined, message: string, fix: string): UserError {
  return new UserError({ code: 'bad_tls_file', message, place, value, rule: 'certificates and keys are PEM files', fix, exitCode: 2 })
}
