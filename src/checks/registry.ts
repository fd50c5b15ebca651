import type { Check } from './check.ts'
import { conservation } from './conservation.ts'
import { duplicateEffects } from './duplicate-effects.ts'
import { lost } from './lost.ts'
import { marginBreachesPublished } from './margin-breaches-published.ts'
import { reexecution } from './reexecution.ts'
import { staleReads } from './stale-reads.ts'
import { stamps } from './stamps.ts'
import { versionRegressions } from './version-regressions.ts'

/** Every invariant, under the name it has in reports and thresholds. */
export const CHECKS: Readonly<Record<string, Check>> = {
  lost,
  duplicate_effects: duplicateEffects,
  conservation,
  margin_breaches_published: marginBreachesPublished,
  stamps,
  stale_reads: staleReads,
  version_regressions: versionRegressions,
  reexecution,
}
