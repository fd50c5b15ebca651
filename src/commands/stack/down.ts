import { BaseCommand } from '../base/base-command.ts'

export default class StackDown extends BaseCommand {
  static override summary = 'End the servers of the stack and delete their data'
  static override description = 'Only what promo stack up has started is ended, by process id and time of its start.'
  static override examples = ['<%= config.bin %> stack down']

  async run(): Promise<object> {
    await this.parse(StackDown)
    const { stackDown } = await import('../../runs/stack/down.ts')
    const stopped = await stackDown()
    return this.answer({ schemaVersion: 1, stopped }, [stopped.length ? `stopped ${stopped.join(', ')}` : 'no server of a stack was running'])
  }
}
