import { tableLines } from '../../ui/table.ts'

interface Told {
  readonly letter: { readonly place: string; readonly code: string }
  readonly fate: string
  readonly why: string | null
  readonly isRepaired: boolean
  readonly id: string | null
}

const FATES: Readonly<Record<string, string>> = { sent: 'sent again', refused_again: 'refused again', applied_already: 'applied already' }
const WHY_MAX = 60

/** Each dead letter and what became of it. */
export function redriveLines(redriven: readonly Told[]): readonly string[] {
  if (redriven.length === 0) return ['there are no dead letters']
  const rows = redriven.map(({ letter, fate, why, isRepaired, id }) => [letter.place, letter.code, id ?? '', FATES[fate], (why ?? (isRepaired ? 'mended' : 'understood by now')).slice(0, WHY_MAX)])
  return ['', ...tableLines(['dead letter', 'code', 'id', 'what', 'why'], rows)]
}
