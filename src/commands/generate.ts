import type { GenerateSummary } from '../runs/cluster/generate.ts'
import { BaseCommand } from './base/base-command.ts'
import { prefixFlag, prefixOf } from './base/cluster-flags.ts'
import { segment } from './base/flags.ts'
import { interruptibly } from './base/interrupt.ts'
import { serverFlags, serversRequestOf, typedFlags } from './base/kafka-flags.ts'
import { endWithParent } from './base/parent.ts'

export default class Generate extends BaseCommand {
  static override summary = 'Send a segment of the traffic of a run on Kafka, beside other generators'
  static override description = [
    'Waits for the run of promo simulate --external with the same prefix, seeds the partitions of its segment, and sends from the agreed start on.',
    'Partition p belongs to segment p modulo n; all segments together are the schedule, exactly.',
  ].join(' ')
  static override flags = { ...serverFlags, 'topic-prefix': prefixFlag, segment: segment({ description: 'which part of the schedule, of how many', default: { index: 1, of: 1 } }) }
  static override examples = [
    'The first of four\n<%= config.bin %> generate --segment 1/4 --topic-prefix promo.',
    'All of it\n<%= config.bin %> generate --topic-prefix promo.',
  ]

  async run(): Promise<GenerateSummary> {
    const { flags, raw } = await this.parse(Generate)
    const typed = typedFlags(raw)
    const [prefix, servers] = [prefixOf(flags), serversRequestOf(flags, typed)]
    const { generate } = await import('../runs/cluster/generate.ts')
    const summary = await interruptibly(this.jsonEnabled(), (signal, interruption) => {
      endWithParent(interruption)
      return generate({ servers, prefix, segment: flags.segment, signal, say: (line) => this.say(line) })
    })
    return this.answer(summary, [`done: ${summary.eventsSent.toLocaleString('en')} events sent`])
  }
}
