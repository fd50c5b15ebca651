import { type Mistake, UserError } from '../user-error.ts'

/** What a process said with `--json` before it ended badly: what the user can mend is the user's here as well. */
export function childFailure(command: string, code: number, document: string): Error {
  const mistake = mistakeIn(document, code)
  return mistake ? new UserError({ ...mistake, message: `promo ${command}: ${mistake.message}` }) : new Error(`promo ${command} ended with ${code}: ${document.trim()}`)
}

function mistakeIn(document: string, code: number): Mistake | undefined {
  if (code !== 2 && code !== 104 && code !== 106) return undefined
  try {
    const { error }: { readonly error: Readonly<Record<string, string | null>> & { readonly code: string; readonly message: string } } = JSON.parse(document)
    const { place, value, rule, fix } = error
    return { code: error.code, message: error.message, place: place ?? undefined, value: value ?? undefined, rule: rule ?? undefined, fix: fix ?? undefined, exitCode: code }
  } catch {
    return undefined
  }
}
