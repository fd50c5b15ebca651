import { readFileSync } from 'node:fs'

/** PostgreSQL refuses to run as root, so root lends it one of these. */
const CANDIDATES = ['postgres', 'nobody']

export interface SystemUser {
  readonly uid: number
  readonly gid: number
}

/** Whom a server must run as that does not run as root; undefined where we are not root ourselves. */
export function unprivilegedUser(ownUid: number | undefined = process.getuid?.(), readUsers = () => readFileSync('/etc/passwd', 'utf8')): SystemUser | undefined {
  if (ownUid !== 0) return undefined
  const users = new Map(readUsers().split('\n').map(readUser))
  const found = CANDIDATES.map((name) => users.get(name)).find((user) => user !== undefined)
  if (!found) throw new Error(`none of the users ${CANDIDATES.join(', ')} is in /etc/passwd`)
  return found
}

/** `postgres:x:105:113:PostgreSQL administrator:/var/lib/postgresql:/bin/bash` */
function readUser(line: string): readonly [string, SystemUser] {
  const [name, , uid, gid] = line.split(':')
  return [name, { uid: Number(uid), gid: Number(gid) }]
}
