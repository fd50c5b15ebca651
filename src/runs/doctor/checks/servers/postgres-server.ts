import { NEEDED } from '../../../../adapters/process/find-program.ts'
import { lookForPrograms, unlessDocker } from './server-program.ts'

export const postgresServer = unlessDocker({
  summary: 'PostgreSQL',
  rule: 'initdb and postgres are here, on PATH or under /usr/lib/postgresql',
  isNeeded: true,
  look: () => lookForPrograms(NEEDED.initdb, NEEDED.postgres),
})
