import { Args, Flags } from '@oclif/core'
import { BaseCommand } from './base/base-command.ts'

export default class Validate extends BaseCommand {
  static override summary = 'Check a scenario file without running it'
  static override description = 'Every mistake is answered with file:line:column, the rule and a fix. With --schema: the JSON Schema, for completion in editors.'
  static override args = { file: Args.string({ ignoreStdin: true, description: 'a YAML or JSON scenario, or the name of one in promo list' }) }
  static override flags = { schema: Flags.boolean({ description: 'print the JSON Schema of scenario files' }) }
  static override examples = ['<%= config.bin %> validate my-sale.yaml', "<%= config.bin %> validate --schema > scenario.schema.json"]

  async run(): Promise<object | void> {
    const { args, flags } = await this.parse(Validate)
    const { scenarioSchema, validate } = await import('../runs/validate.ts')
    if (flags.schema) return this.logJson(await scenarioSchema())
    const { scenario, lines } = await validate(args.file)
    return this.answer({ schemaVersion: 1, valid: true, scenario }, lines)
  }
}
