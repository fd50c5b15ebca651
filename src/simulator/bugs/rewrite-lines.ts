import type { Program } from '../../engine/kernel/program.ts'
import type { PublishedPrice } from '../../engine/pricing/ports.ts'

type PricingProgram = Program<PublishedPrice>

/** A program with some of its ways changed. Its methods are called, not copied: they live on a class. */
export function changed(program: PricingProgram, change: Partial<PricingProgram>): PricingProgram {
  return {
    step: (records, firstOffset, batch, now) => program.step(records, firstOffset, batch, now),
    due: (now) => program.due(now),
    standing: (from, to) => program.standing(from, to),
    save: () => program.save(),
    load: (saved) => program.load(saved),
    ...change,
  }
}

/** A program whose output lines are changed on their way to the log. `start` is called for each program: some bugs count. */
export function rewriteLines(start: () => (line: string) => readonly string[]): (program: PricingProgram) => PricingProgram {
  return (program) => {
    const rewrite = start()
    return changed(program, {
      step(records, firstOffset, batch, now) {
        const step = program.step(records, firstOffset, batch, now)
        return { ...step, lines: step.lines.flatMap(rewrite) }
      },
    })
  }
}

export const isDecisions = (line: string): boolean => line.startsWith('{"topic":"pricing_decisions","cause"')
export const isUpdate = (line: string): boolean => line.startsWith('{"topic":"price_updates"')
export const isDeadLetter = (line: string): boolean => line.startsWith('{"topic":"dead_letters"')
