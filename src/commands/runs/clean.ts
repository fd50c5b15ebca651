import { Args, Flags } from '@oclif/core'
import type { LeftOnServers } from '../../runs/clean.ts'
import { BaseCommand } from '../base/base-command.ts'
import { kafkaFlags, serverFlags, serversRequestOf, typedFlags } from '../base/kafka-flags.ts'

export default class RunsClean extends BaseCommand {
  static override summary = 'Delete what a run left on Kafka, Redis and PostgreSQL'
  static override description = [
    'Without --yes it only says what is there. Deleted are the topics of the run, its prices and leases in Redis, and its schema in PostgreSQL with the audit in it; the run folder stays.',
    'Without addresses it is the stack that runs; promo stack down deletes all of that at once.',
  ].join(' ')
  static override args = { run: Args.string({ required: true, ignoreStdin: true, description: 'the id of a run, also of one whose folder is gone; last; or the path of a run folder' }) }
  static override flags = { ...serverFlags, 'topic-prefix': kafkaFlags['topic-prefix'], yes: Flags.boolean({ description: 'really delete it', default: false }) }
  static override examples = [
    'What is there\n<%= config.bin %> runs clean last --brokers 127.0.0.1:9092 --redis redis://127.0.0.1:6379 --postgres postgresql://promo@127.0.0.1:5432/promo',
    'And away with it\n<%= config.bin %> runs clean 20261121-101530-flash-sale-7f3a --yes',
  ]

  async run(): Promise<object> {
    const { args, flags, raw } = await this.parse(RunsClean)
    const typed = typedFlags(raw)
    const { clean } = await import('../../runs/clean.ts')
    const left = await clean({ run: args.run, servers: serversRequestOf(flags, typed), topicPrefix: flags['topic-prefix'], mayDelete: flags.yes })
    return this.answer({ schemaVersion: 1, ...left }, leftLines(left))
  }
}

function leftLines({ run, topics, redisKeys, schema, deleted }: LeftOnServers): readonly string[] {
  const verb = deleted ? 'deleted ' : ''
  const found = [...topics.map((topic) => `${verb}topic ${topic}`), ...(redisKeys > 0 ? [`${verb}${redisKeys} keys in Redis`] : []), ...(schema === null ? [] : [`${verb}schema ${schema} in PostgreSQL`])]
  if (found.length === 0) return [`run ${run} left nothing on these servers`]
  return deleted ? found : [...found, '', 'Nothing was deleted: add --yes.']
}
