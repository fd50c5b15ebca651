import type { RunDocument } from '../../reports/run-document.ts'
import { findRun } from '../../runs/folders/run-folders.ts'
import { runArgument } from '../base/run-argument.ts'
import { RunCommand } from '../base/run-command.ts'

export default class RunsResume extends RunCommand {
  static override summary = 'Finish a run that was killed: process what its log had accepted'
  static override args = { run: runArgument }
  static override examples = ['<%= config.bin %> runs resume last']

  async run(): Promise<RunDocument> {
    const { args } = await this.parse(RunsResume)
    this.runDir = findRun(args.run).dir
    const { resume } = await import('../../runs/resume.ts')
    const { document } = await resume({ runDir: this.runDir, onProgress: this.progress() })
    this.conclude(document)
    return document
  }
}
