import { Args, Flags } from '@oclif/core'
import { BaseCommand } from './base/base-command.ts'
import { momentFlag } from './base/moment-flag.ts'
import { openRun, runArgument } from './base/run-argument.ts'

export default class State extends BaseCommand {
  static override summary = 'Show what a run knew of a SKU at a moment, and the price that stood'
  static override description =
    'Executes the log of the SKU’s partition again up to that moment, from the nearest snapshot: accepted cost, promotions, stock, demand and price by store, and the chain of records that led to the newest change.'
  static override args = {
    run: runArgument,
    sku: Args.string({ required: true, ignoreStdin: true, description: 'a SKU' }),
  }
  static override flags = {
    store: Flags.string({ description: 'only this store', helpValue: '<store>' }),
    at: momentFlag({ description: 'a time, as @2026-11-27T04:30:07Z or @-10s before the end, seq: and a number in the run’s recorded order, or a record of the SKU’s partition by its number; the end if not said' }),
  }
  static override examples = [
    '<%= config.bin %> state last SKU-00042',
    '<%= config.bin %> state last SKU-00042 --store S03 --at @-10s',
    '<%= config.bin %> state last SKU-00042 --at seq:12000 --json',
  ]

  async run(): Promise<object> {
    const { args, flags } = await this.parse(State)
    const runDir = openRun(args.run)
    const { state } = await import('../runs/state.ts')
    const answer = await state({ runDir, sku: args.sku, store: flags.store, at: flags.at })
    return this.answer(answer.state, answer.lines)
  }
}
