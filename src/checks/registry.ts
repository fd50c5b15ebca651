import type { Check } from './check.ts'
import { conservation } from './conservation.ts'
import { duplicateEffects } from './duplicate-effects.ts'
import { fallbackSources } from './fallback-sources.ts'
import { finalPrices } from './final-prices.ts'
import { liveness } from './liveness.ts'
import { loadHonesty } from './load-honesty.ts'
import { lost } from './lost.ts'
import { marginBreachesPublished } from './margin-breaches-published.ts'
import { reexecution } from './reexecution.ts'
import { rules } from './rules.ts'
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
  rules,
  stale_reads: staleReads,
  fallback_sources: fallbackSources,
  version_regressions: versionRegressions,
  final_prices: finalPrices,
  reexecution,
  liveness,
  load_honesty: loadHonesty,
}
