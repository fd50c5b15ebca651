import { Args, Flags } from '@oclif/core'
import type { RebuiltViews } from '../../runs/rebuild.ts'
import { BaseCommand } from '../base/base-command.ts'
import { text } from '../base/flags.ts'
import { serverFlags, serversRequestOf, typedFlags } from '../base/kafka-flags.ts'

export default class RunsRebuild extends BaseCommand {
  static override summary = 'Write the prices of a run into Redis and PostgreSQL again, from its log'
  static override description = [
    'Without --yes it only says what would be written. The log is executed again; a value that is there and not older stays, so it may be done beside a run.',
    'Leases are given by workers alone: until one has the partition again, readers take the last safe price.',
  ].join(' ')
  static override args = { run: Args.string({ required: true, ignoreStdin: true, description: 'the id of a run, last, or the path of a run folder or a recording' }) }
  static override flags = { ...serverFlags, 'topic-prefix': text('prefix', 'promo.')({ description: 'the prefix of the run’s topics, which its keys in Redis have too; the run’s own if not said' }), schema: text('name', 'promo_shop')({ description: 'the schema of its prices in PostgreSQL, which is promo_ and the id of the run; made of the folder’s name if not said' }), yes: Flags.boolean({ description: 'really write it', default: false }) }
  static override examples = ['What would be written\n<%= config.bin %> runs rebuild last', '<%= config.bin %> runs rebuild incident --topic-prefix promo. --schema promo_shop --yes']

  async run(): Promise<object> {
    const { args, flags, raw } = await this.parse(RunsRebuild)
    const { rebuild } = await import('../../runs/rebuild.ts')
    const rebuilt = await rebuild({ run: args.run, servers: serversRequestOf(flags, typedFlags(raw)), topicPrefix: flags['topic-prefix'], schema: flags.schema, mayWrite: flags.yes })
    return this.answer({ schemaVersion: 1, ...rebuilt }, rebuiltLines(rebuilt))
  }
}

function rebuiltLines({ run, prefix, schema, prices, written }: RebuiltViews): readonly string[] {
  const what = `${prices} prices of ${run}, under ${prefix} in Redis and in schema ${schema} of PostgreSQL`
  return written ? [`written: ${what}`] : [what, '', 'Nothing was written: add --yes.']
}
