import { describe, expect, test } from 'vitest'
import { unprivilegedUser } from './unprivileged-user.ts'

const NOBODY = 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin'
const POSTGRES = 'postgres:x:105:113:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash'
const users = (...lines: readonly string[]) => () => `root:x:0:0:root:/root:/bin/bash\n${lines.join('\n')}\n`

describe('a server that must not run as root', () => {
  test('runs as whoever calls, where that is not root', () => {
    expect(unprivilegedUser(1000, users(NOBODY))).toBeUndefined()
  })

  test('runs as postgres, else as nobody', () => {
    expect(unprivilegedUser(0, users(NOBODY, POSTGRES))).toEqual({ uid: 105, gid: 113 })
    expect(unprivilegedUser(0, users(NOBODY))).toEqual({ uid: 65534, gid: 65534 })
  })
})
