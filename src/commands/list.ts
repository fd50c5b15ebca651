import type { Catalogue } from '../runs/list.ts'
import { tableLines } from '../ui/table.ts'
import { BaseCommand } from './base/base-command.ts'

export default class List extends BaseCommand {
  static override summary = 'Show what there is: scenarios, faults, promotions, bolts'
  static override examples = ['<%= config.bin %> list', '<%= config.bin %> list --json']

  async run(): Promise<Catalogue> {
    await this.parse(List)
    const { list } = await import('../runs/list.ts')
    const catalogue = list()
    return this.answer(catalogue, catalogueLines(catalogue))
  }
}

function catalogueLines({ scenarios, faults, promotions, bolts }: Catalogue): readonly string[] {
  return [
    ...tableLines(['SCENARIO', 'SUMMARY'], scenarios.map(({ name, summary }) => [name, summary])),
    '',
    ...tableLines(['FAULT', 'EXAMPLE', 'SUMMARY'], faults.map(({ kind, example, summary }) => [kind, example, summary])),
    '',
    ...tableLines(['PROMOTION', 'SUMMARY'], promotions.map(({ kind, summary }) => [kind, summary])),
    '',
    ...tableLines(['BOLT', 'AFTER', 'SUMMARY'], bolts.map(({ name, after, summary }) => [name, after.join(', '), summary])),
  ]
}
