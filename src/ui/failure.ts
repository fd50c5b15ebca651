import type { ErrorDocument } from '../reports/formats/json.ts'
import { printable } from '../reports/formats/texts.ts'

/** What went wrong, for people: what and where on the first line, then how to mend it. */
export function failureLines({ error }: ErrorDocument): readonly string[] {
  const { place, message, value, rule, fix } = error
  const said = place === null || message.includes(place) ? message : `${place}: ${message}`
  const details = Object.entries({ value, rule, fix }).filter(([, text]) => text !== null)
  return [`promo: ${said}`, ...details.map(([name, text]) => `  ${name.padEnd(6)}${text}`)].map(printable)
}
