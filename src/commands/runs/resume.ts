import type { RunDocument } from '../../reports/run-document.ts'
import { openRun, runArgument } from '../base/run-argument.ts'
import { RunCommand } from '../base/run-command.ts'

export default class RunsResume extends RunCommand {
  static override summary = 'Finish a run that was killed: process what its log had accepted'
  static override args = { run: runArgument }
  static override examples = ['<%= config.bin %> runs resume last']

  async run(): Promise<RunDocument> {
    const { args } = await this.parse(RunsResume)
    const runDir = openRun(args.run)
    const { resume } = await import('../../runs/resume.ts')
    const { document } = await resume({ runDir, onProgress: this.progress() })
    this.conclude(document)
    return document
  }
}
