import { Args, Flags } from '@oclif/core'
import { BaseCommand } from './base/base-command.ts'
import { momentFlag } from './base/moment-flag.ts'
import { openRun, runArgument } from './base/run-argument.ts'

export default class Explain extends BaseCommand {
  static override summary = 'Say why a SKU had its price'
  static override description =
    'Executes the log of the SKU’s partition again and shows its last change of price or reason: the price waterfall, the guard’s sums, the promotions that were considered, and the records that led there.'
  static override args = {
    run: runArgument,
    query: Args.string({ required: true, ignoreStdin: true, description: 'a SKU, or the id of a decision' }),
  }
  static override flags = {
    store: Flags.string({ description: 'its price in this store', helpValue: '<store>' }),
    at: momentFlag({ description: 'why it was so then: a time, as @2026-11-27T04:30:07Z or @-10s before the end, seq: and a number in the run’s recorded order, or a record of the SKU’s partition by its number' }),
  }
  static override examples = [
    '<%= config.bin %> explain last SKU-00042',
    '<%= config.bin %> explain last SKU-00042 --store S03',
    'At an earlier moment\n<%= config.bin %> explain last SKU-00042 --at @-10s',
    'One decision, by its id in the log\n<%= config.bin %> explain last 5:9:SKU-00042:S04:r2 --json',
  ]

  async run(): Promise<object> {
    const { args, flags } = await this.parse(Explain)
    const runDir = openRun(args.run)
    const { explain } = await import('../runs/explain.ts')
    const { lines, explanation } = await explain({ runDir, query: args.query, store: flags.store, at: flags.at })
    return this.answer(explanation, lines)
  }
}
