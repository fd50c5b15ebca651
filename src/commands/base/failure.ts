import { type ErrorDocument, errorDocument, renderJson } from '../../reports/formats/json.ts'
import { recordBug } from '../../runs/folders/errors-log.ts'
import { UserError } from '../../runs/user-error.ts'
import { failureLines } from '../../ui/failure.ts'

/** Says on stderr what went wrong, on stdout too where `--json` asks for its one document, and sets the exit code. */
export function reportFailure(thrown: unknown, json: boolean): void {
  const document = errorDocument(thrown)
  printFailure(thrown instanceof UserError ? document : withDetails(document, thrown), json)
}

export function printFailure(document: ErrorDocument, json: boolean): void {
  process.stderr.write(`${failureLines(document).join('\n')}\n`)
  if (json) process.stdout.write(renderJson(document))
  process.exitCode = document.exitCode
}

/** For errors that strike before a command has parsed its flags. What follows `--` is not a flag. */
export function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return (end < 0 ? argv : argv.slice(0, end)).includes('--json')
}

/** Our own error: one line for the user; the stack is for us and goes to a file. */
function withDetails(document: ErrorDocument, thrown: unknown): ErrorDocument {
  const file = recordBug(thrown)
  const [said] = document.error.message.split('\n', 1)
  const message = `this is an error of our own: ${said} (${file ? `details in ${file}` : 'its details could not be written'})`
  return { ...document, error: { ...document.error, message } }
}
