import type { Program } from '../../engine/kernel/program.ts'
import type { PublishedPrice } from '../../engine/pricing/ports.ts'
import { changed } from './rewrite-lines.ts'

/** A program that comes back from a checkpoint without one part of its state: as it was at the very start, or a table of zeros. */
export function forgetPart(name: string, leaves: 'start' | 'zeros' = 'start'): (program: Program<PublishedPrice>) => Program<PublishedPrice> {
  return (program) => {
    const atStart = program.save()[name]
    const copy = typeof atStart === 'string' ? atStart : atStart.slice()
    return changed(program, { load: (saved) => program.load({ ...saved, [name]: leaves === 'zeros' ? new Float64Array(saved[name].length) : copy }) })
  }
}
