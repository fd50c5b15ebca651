import type { Promotion } from '../../engine/pricing/promotions/promotion.ts'
import type { PromotionFile } from '../file/promotion-schema.ts'
import { durationOf, type Refuse, timeInRun } from './problem.ts'

/** When the run starts and how long it lasts: what promotions' times are counted from. */
interface RunTime {
  readonly startsAt: number
  readonly durationMs: number
}

export function resolvePromotions(files: readonly PromotionFile[], run: RunTime, refuse: Refuse): readonly Promotion[] {
  const seen = new Set<string>()
  return files.map((file, index) => {
    if (seen.has(file.id)) {
      const rule = 'each promotion has an id of its own'
      refuse(['promotions', index, 'id'], { code: 'duplicate_promotion', message: `there are two promotions ${file.id}`, value: file.id, rule, fix: 'rename one of them' })
    }
    seen.add(file.id)
    return resolvePromotion(file, run, (field, problem) => refuse(['promotions', index, ...field], problem))
  })
}

function resolvePromotion(file: PromotionFile, { startsAt, durationMs }: RunTime, refuse: Refuse): Promotion {
  const { startsAt: from, endsAt: until, scope = {}, label = file.id, ...rest } = file
  const fromMs = from === undefined ? undefined : timeInRun(from, durationMs, ['startsAt'], refuse)
  const untilMs = until === undefined ? undefined : durationOf(until)
  if (untilMs !== undefined && untilMs <= (fromMs ?? 0)) {
    const rule = 'a promotion ends after it begins'
    refuse(['endsAt'], { code: 'ends_before_start', message: `${file.id} ends before it begins`, value: until, rule, fix: `write more than ${from ?? '0s'}` })
  }
  return {
    ...rest,
    label,
    scope,
    ...(fromMs !== undefined && { startsAt: startsAt + fromMs }),
    ...(untilMs !== undefined && { endsAt: startsAt + untilMs }),
  }
}
