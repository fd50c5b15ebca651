import { readFileSync } from 'node:fs'
import { UserError } from '../engine/kernel/user-error.ts'

const REFERENCE = /^(env|file):(.+)$/

/**
 * The secret behind `env:NAME` or `file:path`. Only references are ever written down, in flags, configuration and
 * run folders; what they lead to is read when a connection is opened.
 */
export function readSecret(reference: string, place: string, env: NodeJS.ProcessEnv = process.env): string {
  const [, kind, name] = REFERENCE.exec(reference) ?? []
  if (kind === undefined) throw refusal(place, 'a secret does not stand here itself', 'write env:NAME or file:path, and put the secret there')
  const secret = kind === 'env' ? env[name] : readFileIfThere(name)
  if (!secret) throw refusal(place, `${reference} leads to nothing`, kind === 'env' ? `set the variable ${name}` : `write the secret into ${name}`)
  return secret
}

/** Editors and `echo` end a file with a newline that is no part of the secret. */
function readFileIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch {
    return undefined
  }
}

/** Without its value: that may be the secret. */
function refusal(place: string, message: string, fix: string): UserError {
  return new UserError({ code: 'bad_secret', message, place, rule: 'a secret is named by env:NAME or file:path', fix, exitCode: 104 })
}
