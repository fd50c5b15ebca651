import { UserError } from '../engine/kernel/user-error.ts'

/** By what Node says that it does not trust the other end's certificate. */
const UNTRUSTED = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT_ALTNAME_INVALID)/

interface Trouble {
  readonly code?: unknown
  readonly message: string
}

export const isUntrusted = ({ code }: Trouble): boolean => typeof code === 'string' && UNTRUSTED.test(code)

/** `server` is how it is called, `flag` where its authority is named. */
export function untrusted(server: string, flag: string, { message }: Trouble): UserError {
  return new UserError({
    code: 'untrusted_certificate',
    message: `the certificate of ${server} is not trusted: ${message.split(';', 1)[0]}`,
    place: flag,
    value: server,
    rule: 'its certificate is valid for its address, and signed by an authority that this machine knows or that you name',
    fix: `name the authority’s certificate: ${flag} ca.pem`,
    exitCode: 106,
  })
}
