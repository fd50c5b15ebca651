import type { RunDocument } from '../reports/run-document.ts'
import { openRun, runArgument } from './base/run-argument.ts'
import { RunCommand } from './base/run-command.ts'

export default class Verify extends RunCommand {
  static override summary = 'Check all invariants of a run again, from its folder alone'
  static override description = 'Nothing of the pipeline is trusted: the log is read by checks of their own, and executed again to the same bytes.'
  static override args = { run: runArgument }
  static override examples = ['<%= config.bin %> verify last', '<%= config.bin %> verify .promo/runs/20261121-101530-flash-sale-7f3a --json']

  async run(): Promise<RunDocument> {
    const { args } = await this.parse(Verify)
    const runDir = openRun(args.run)
    const { verify } = await import('../runs/verify.ts')
    const { document } = await verify({ runDir, onProgress: this.progress() })
    this.conclude(document)
    return document
  }
}
