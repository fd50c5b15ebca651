import type { RunDocument } from '../reports/run-document.ts'
import { checkReportPaths } from '../runs/report-files.ts'
import { openRun, runArgument } from './base/run-argument.ts'
import { RunCommand } from './base/run-command.ts'
import { outputFlags } from './base/run-flags.ts'

export default class Report extends RunCommand {
  static override summary = 'Show the report of a run again'
  static override description = 'Ends with 0 whatever the verdict was: it only tells. `promo verify` judges.'
  static override args = { run: runArgument }
  static override flags = { report: outputFlags.report }
  static override examples = ['<%= config.bin %> report last', '<%= config.bin %> report last --json', '<%= config.bin %> report last --report html=report.html']

  async run(): Promise<RunDocument> {
    const { args, flags } = await this.parse(Report)
    const runDir = openRun(args.run)
    checkReportPaths(flags.report ?? [])
    const { report } = await import('../runs/report.ts')
    const { document } = await report({ runDir, copies: flags.report, onProgress: this.progress() })
    this.summarise(document)
    return document
  }
}
