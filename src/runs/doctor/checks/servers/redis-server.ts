import { NEEDED } from '../../../../adapters/process/find-program.ts'
import { lookForPrograms, unlessDocker } from './server-program.ts'

export const redisServer = unlessDocker({
  summary: 'Redis',
  rule: 'redis-server is here',
  isNeeded: true,
  look: () => lookForPrograms(NEEDED.redis),
})
