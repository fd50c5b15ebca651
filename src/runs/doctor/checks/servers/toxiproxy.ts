import { NEEDED } from '../../../../adapters/process/find-program.ts'
import { hasToxiproxyBinary, TOXIPROXY_VERSION } from '../../../../adapters/process/installed/toxiproxy-binary.ts'
import { lookForPrograms, unlessDocker } from './server-program.ts'

export const toxiproxy = unlessDocker({
  summary: `Toxiproxy ${TOXIPROXY_VERSION}`,
  rule: 'it is in the cache (PROMO_CACHE), or Go is here to build it',
  isNeeded: true,
  look() {
    if (hasToxiproxyBinary()) return { isGood: true, found: 'in the cache' }
    const go = lookForPrograms(NEEDED.go)
    return go.isGood ? { isGood: true, found: `promo stack up builds it by ${go.found}` } : go
  },
})
