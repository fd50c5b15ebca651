import { expect, it } from 'vitest'
import { brokenInvariants } from '../testing/broken-invariants.ts'
import { crashingRun, CRASH_SITES } from '../testing/crashing-run.ts'
import { emptyFolder } from '../testing/promo-cli.ts'
import { verify } from './verify.ts'

/** `bench/crash-points.mjs` does the same a thousand times. */
const CRASHES_EACH = 5

it('given crashes at each point between read and publication, then nothing is lost and nothing doubled', { timeout: 60_000 }, async () => {
  const runDir = emptyFolder()
  const hits = await crashingRun(runDir, CRASHES_EACH)
  expect(hits).toEqual(Object.fromEntries(CRASH_SITES.map(({ bolt, at }) => [`${bolt}.${at}`, CRASHES_EACH])))
  const { document } = await verify({ runDir, onProgress: () => {} })
  expect(brokenInvariants(document)).toEqual([])
})
