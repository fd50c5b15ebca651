import type { WorkSummary } from '../runs/cluster/work.ts'
import { BaseCommand } from './base/base-command.ts'
import { prefixFlag, prefixOf } from './base/cluster-flags.ts'
import { segment } from './base/flags.ts'
import { interruptibly } from './base/interrupt.ts'
import { serverFlags, serversRequestOf, typedFlags } from './base/kafka-flags.ts'
import { endWithParent } from './base/parent.ts'

export default class Worker extends BaseCommand {
  static override summary = 'Run a part of the pipeline of a run on Kafka, beside other workers'
  static override description = [
    'Waits for the run of promo simulate --external with the same prefix, takes its share of the partitions, and ends with the run.',
    'Any number of workers on any number of machines; each may come and go. Ctrl-C or SIGTERM hands its partitions over.',
  ].join(' ')
  static override flags = { ...serverFlags, 'topic-prefix': prefixFlag, number: segment({ hidden: true, description: 'which of the workers that a run has started' }) }
  static override examples = [
    'On this machine, with the stack that runs\n<%= config.bin %> worker --topic-prefix promo.',
    'On another one\n<%= config.bin %> worker --topic-prefix promo. --brokers kafka:9092 --redis redis://redis:6379 --postgres postgresql://promo@db/promo --allow-host kafka --allow-host redis --allow-host db',
  ]

  async run(): Promise<WorkSummary> {
    const { flags, raw } = await this.parse(Worker)
    const typed = typedFlags(raw)
    const [prefix, servers] = [prefixOf(flags), serversRequestOf(flags, typed)]
    const { work } = await import('../runs/cluster/work.ts')
    const summary = await interruptibly(this.jsonEnabled(), (signal, interruption) => {
      endWithParent(interruption)
      const number = flags.number && { index: flags.number.index - 1, of: flags.number.of }
      return work({ servers, prefix, number, signal, say: (line) => this.say(line) })
    })
    return this.answer(summary, [`done: ${summary.decisions.toLocaleString('en')} decisions`])
  }
}
