import { Args, Flags } from '@oclif/core'
import type { GroupSeek } from '../../runs/group-seek.ts'
import { parseOffset } from '../../runs/replay/offsets.ts'
import { UserError } from '../../runs/user-error.ts'
import { tableLines } from '../../ui/table.ts'
import { BaseCommand } from '../base/base-command.ts'
import { text } from '../base/flags.ts'
import { brokerFlags, serversRequestOf, typedFlags } from '../base/kafka-flags.ts'

export default class GroupSeekCommand extends BaseCommand {
  static override summary = 'Move what a consumer group has committed in a topic'
  static override description = 'Without --yes it only says where it stands and where it would. Nobody may read in the group meanwhile. Workers of this tool need no group: order records say where a partition stands.'
  static override args = { group: Args.string({ required: true, ignoreStdin: true, description: 'the name of the group' }) }
  static override flags = {
    ...brokerFlags,
    topic: text('name', 'sales_events')({ description: 'the topic' }),
    to: text('offset', '@-1h')({ description: 'start, end, [partition:]n, +n after the start, -n before the end, @time; repeatable a partition', multiple: true, multipleNonGreedy: true }),
    yes: Flags.boolean({ description: 'really move it', default: false }),
  }
  static override examples = ['Where would it stand?\n<%= config.bin %> group seek billing --topic sales_events --to @-1h', 'One partition, for good\n<%= config.bin %> group seek billing --topic sales_events --to 3:1200 --yes']

  async run(): Promise<object> {
    const { args, flags, raw } = await this.parse(GroupSeekCommand)
    const topic = flags.topic ?? missing('--topic', 'write for example --topic sales_events')
    const to = (flags.to ?? missing('--to', 'write for example --to @-1h')).map((written) => parseOffset(written, '--to'))
    const { kafka, allowedHosts } = serversRequestOf(flags, typedFlags(raw))
    const { groupSeek } = await import('../../runs/group-seek.ts')
    const seek = await groupSeek({ kafka, allowedHosts, group: args.group, topic, to, mayMove: flags.yes })
    return this.answer({ schemaVersion: 1, ...seek }, seekLines(seek))
  }
}

function seekLines({ group, topic, partitions, moved }: GroupSeek): readonly string[] {
  const rows = partitions.map(({ partition, before, after, again }) => [String(partition), before === null ? 'nowhere' : String(before), String(after), again === 0 ? '' : again > 0 ? `${again} are read again` : `${-again} are left out`])
  return [`group ${group} in ${topic}`, ...tableLines([' partition', ' before', ' after', 'records'], rows), ...(moved ? [] : ['', 'Nothing was moved: add --yes.'])]
}

function missing(flag: string, fix: string): never {
  throw new UserError({ code: 'missing_flag', message: `${flag} is missing`, place: flag, rule: 'a group is moved in one topic, to places that are named', fix, exitCode: 2 })
}
