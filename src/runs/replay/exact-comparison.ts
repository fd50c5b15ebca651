import type { PartitionBatch } from './recording.ts'
import type { Difference } from './replay-setting.ts'

export const DECISIONS_PREFIX = '{"topic":"pricing_decisions"'
const EXPLANATION_PREFIX = `${DECISIONS_PREFIX},"explanation":`

export const decisionsIn = (lines: readonly string[]): readonly string[] => lines.filter((line) => line.startsWith(DECISIONS_PREFIX))

/** Holds what comes out against what was recorded, up to the first line that differs. */
export class ExactComparison {
  compared = 0
  difference: Difference | null = null

  /** `decisions` are the lines that came out of this batch. */
  compare({ partition, batch, now, firstOffset, outputs }: PartitionBatch, decisions: readonly string[]): void {
    if (this.difference) return
    const recorded = decisionsIn(outputs)
    const lines = Math.max(recorded.length, decisions.length)
    for (let line = 0; line < lines; line++, this.compared++) {
      if (recorded[line] === decisions[line]) continue
      const explanations = recorded.filter((each) => each.startsWith(EXPLANATION_PREFIX))
      this.difference = { partition, batch, now, firstOffset, recorded: recorded[line] ?? null, replayed: decisions[line] ?? null, explanations }
      return
    }
  }
}
