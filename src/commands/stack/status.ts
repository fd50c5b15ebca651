import type { StackStatus as Status } from '../../runs/stack/status.ts'
import { BaseCommand } from '../base/base-command.ts'
import { stackLines } from '../base/stack-lines.ts'

const NOT_THERE = 106

export default class StackStatus extends BaseCommand {
  static override summary = 'Ask every server of the stack how it is'
  static override description = 'Ends with 106 where one of them does not answer.'
  static override examples = ['<%= config.bin %> stack status', '<%= config.bin %> stack status --json']

  async run(): Promise<Status> {
    await this.parse(StackStatus)
    const { stackStatus } = await import('../../runs/stack/status.ts')
    const status = await stackStatus()
    if (status.servers.some(({ health }) => health === 'down')) process.exitCode = NOT_THERE
    return this.answer(status, stackLines(status))
  }
}
