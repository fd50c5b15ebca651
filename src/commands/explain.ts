import { Args } from '@oclif/core'
import { BaseCommand } from './base/base-command.ts'
import { openRun, runArgument } from './base/run-argument.ts'

export default class Explain extends BaseCommand {
  static override summary = 'Say why a SKU had its price'
  static override args = {
    run: runArgument,
    query: Args.string({ required: true, ignoreStdin: true, description: 'a SKU, or the id of a decision' }),
  }
  static override examples = ['<%= config.bin %> explain last SKU-00042', '<%= config.bin %> explain last SKU-00042 --json']

  async run(): Promise<object> {
    const { args } = await this.parse(Explain)
    const runDir = openRun(args.run)
    const { explain } = await import('../runs/explain.ts')
    const { lines, explanation } = await explain({ runDir, query: args.query })
    return this.answer(explanation, lines)
  }
}
