import type { Header } from './recorded-message.ts'

/** Headers that let somebody in, by the words in their names. A recording goes to people who may not get in. */
const CREDENTIAL = /(^|[-_.])(authorization|auth|cookie|token|secret|passw(or)?d|credentials?|signature|session|bearer|jwt|api[-_.]?key|access[-_.]?key|private[-_.]?key)($|[-_.])/i

export const isCredential = (name: string): boolean => CREDENTIAL.test(name.replaceAll(/([a-z\d])([A-Z])/g, '$1-$2'))

/** How often a header was left out, by its name. */
export type DroppedHeaders = Record<string, number>

/** Without those that carry credentials; `dropped` is told of them. */
export function publicHeaders(headers: readonly Header[], dropped: DroppedHeaders): readonly Header[] {
  for (const [name] of headers) if (isCredential(name)) dropped[name.toLowerCase()] = (dropped[name.toLowerCase()] ?? 0) + 1
  return headers.filter(([name]) => !isCredential(name))
}
