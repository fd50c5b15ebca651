import { Command, Flags, type Interfaces } from '@oclif/core'
import { loadConfig } from '../../runs/config-file.ts'
import { undoLeftBehind } from '../../runs/outside-faults/undo-left-behind.ts'
import { fold } from '../../ui/fold.ts'
import { reportFailure } from './failure.ts'
import { isComplaint, type Usage, usageError } from './usage-error.ts'

/**
 * What all commands share: `--json` prints exactly one document on stdout, on failure too, and sends everything else
 * to stderr; the exit code is set, never forced; mistakes are answered in our own words.
 */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true
  static override baseFlags: Interfaces.FlagInput = {
    json: Flags.boolean({ description: 'print one JSON document on stdout, everything else on stderr', helpGroup: 'global' }),
  }

  /** Where people read; stdout belongs to the document where there is one. */
  protected get people(): NodeJS.WriteStream {
    return this.jsonEnabled() ? process.stderr : process.stdout
  }

  protected say(...lines: readonly string[]): void {
    for (const line of lines) this.people.write(`${line}\n`)
  }

  /** Prose: at a terminal its lines end between words; in files and pipes a sentence stays in one line. */
  protected tell(...sentences: readonly string[]): void {
    const { columns = Infinity } = this.people
    this.say(...sentences.flatMap((sentence) => fold(sentence, columns)))
  }

  protected override async init(): Promise<void> {
    await super.init()
    await loadConfig()
    this.tell(...(await undoLeftBehind()))
  }

  /** The answer of a command that only tells something: the document, or the same as lines. */
  protected answer<Document extends object>(document: Document, lines: readonly string[]): Document {
    if (!this.jsonEnabled()) this.say(...lines)
    return document
  }

  protected override async parse<F extends Interfaces.OutputFlags<any>, B extends Interfaces.OutputFlags<any>, A extends Interfaces.OutputArgs<any>>(
    options?: Interfaces.Input<F, B, A>,
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    try {
      return await super.parse(options)
    } catch (error) {
      throw isComplaint(error) ? usageError(error, this.#usage()) : error
    } finally {
      this.parsed = true
    }
  }

  protected override async catch(error: unknown): Promise<void> {
    reportFailure(error, this.jsonEnabled())
  }

  protected override logJson(document: unknown): void {
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
  }

  #usage(): Usage {
    const { id, args = {}, flags = {} } = this.ctor
    const chars = Object.fromEntries(Object.entries(flags).map(([name, { char }]) => [name, char]))
    return { command: id.replaceAll(':', ' '), argv: this.argv, args: Object.keys(args), flags: { ...chars, json: undefined, help: 'h' } }
  }
}
