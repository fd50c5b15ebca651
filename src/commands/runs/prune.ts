import { BaseCommand } from '../base/base-command.ts'
import { whole } from '../base/flags.ts'

export default class RunsPrune extends BaseCommand {
  static override summary = 'Delete all runs but the newest'
  static override description = 'Only run folders under .promo/runs (PROMO_HOME) are deleted; links are not followed, and a run that still goes on stays. What a run left on servers stays as well: promo runs clean deletes that.'
  static override flags = { keep: whole(0, 1_000_000, 10)({ description: 'how many runs stay', default: 10 }) }
  static override examples = ['<%= config.bin %> runs prune --keep 10']

  async run(): Promise<object> {
    const { flags } = await this.parse(RunsPrune)
    const { prune } = await import('../../runs/prune.ts')
    const { removed, kept } = prune({ keep: flags.keep })
    return this.answer({ schemaVersion: 1, removed, kept }, [...removed.map((id) => `deleted ${id}`), `${removed.length} deleted, ${kept.length} kept`])
  }
}
