import { renderSummary } from '../../reports/formats/summary.ts'
import type { RunDocument } from '../../reports/run-document.ts'
import type { Progress } from '../../runs/progress.ts'
import { PlainProgress } from '../../ui/plain.ts'
import { BaseCommand } from './base-command.ts'

/** What commands share that show the document of a run. */
export abstract class RunCommand extends BaseCommand {
  /** Shows how far it is. */
  protected progress(quiet = false): (progress: Progress) => void {
    const plain = new PlainProgress()
    return (progress) => {
      if (!quiet) this.say(...plain.lines(progress))
    }
  }

  /** The summary for people, and the verdict as exit code. */
  protected conclude(document: RunDocument): void {
    this.summarise(document)
    process.exitCode = document.exitCode
  }

  /** `hasColors` looks at the terminal and at NO_COLOR; what is no terminal does not have it. */
  protected summarise(document: RunDocument): void {
    const { people } = this
    people.write(`\n${renderSummary(document, people.hasColors?.() ?? false)}`)
  }
}
