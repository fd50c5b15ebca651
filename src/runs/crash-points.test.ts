import { expect, it } from 'vitest'
import { brokenInvariants } from '../testing/broken-invariants.ts'
import { type CrashSite, crashingRun } from '../testing/crashing-run.ts'
import { emptyFolder } from '../testing/promo-cli.ts'
import { verify } from './verify.ts'

/** PROMO_CRASHES=1000 npx vitest run src/runs/crash-points.test.ts */
const CRASHES_EACH = Number(process.env.PROMO_CRASHES ?? 5)

const SITES: readonly CrashSite[] = [
  { bolt: 'spout', at: 'read' },
  ...['normalise', 'price', 'cost-margin', 'forecast', 'decide', 'publish'].map((bolt) => ({ bolt, at: 'compute' as const })),
  { bolt: 'decide', at: 'commit' },
  { bolt: 'publish', at: 'publish' },
  { bolt: 'publish', at: 'store' },
  { bolt: 'publish', at: 'cache' },
]

it(`given ${CRASHES_EACH} crashes at each point between read and publication, then nothing is lost and nothing doubled`, { timeout: 1_200_000 }, async () => {
  const runDir = emptyFolder()
  const began = performance.now()
  const hits = await crashingRun(runDir, SITES, CRASHES_EACH)
  const tookMs = performance.now() - began
  expect(hits).toEqual(Object.fromEntries(SITES.map(({ bolt, at }) => [`${bolt}.${at}`, CRASHES_EACH])))
  const { document } = await verify({ runDir, onProgress: () => {} })
  const figures = document.invariants.map(({ name, checked, violations }) => `${name} ${violations}/${checked}`).join(', ')
  console.log(`${SITES.length * CRASHES_EACH} crashes in ${(tookMs / 1000).toFixed(1)} s: ${figures}`)
  expect(brokenInvariants(document)).toEqual([])
})
