/** HTML that is safe to print: what stands in it was escaped, or was written by us. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

type Piece = Markup | string | number | null | false | readonly Piece[]

/**
 * A template whose values are escaped, whatever they are: names come from users' files. Only what was made by this
 * template passes as it is. null and false leave nothing.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return new Markup(parts.reduce((text, part, index) => text + textOf(values[index - 1]) + part))
}

export const NOTHING = new Markup('')

function textOf(piece: Piece): string {
  if (piece === null || piece === false) return ''
  if (piece instanceof Markup) return piece.text
  return Array.isArray(piece) ? piece.map(textOf).join('') : escapeHtml(String(piece))
}

/** Control and direction characters go as well: they could make one text look like another. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\uFFFD').replaceAll(/[&<>"'`]/g, (sign) => `&#${sign.codePointAt(0)};`)
}

/** JSON for a script element of data: nothing in it can end the element or begin a comment. */
export function jsonInScript(value: unknown): Markup {
  const text = JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.codePointAt(0)!.toString(16).padStart(4, '0')}`)
  return new Markup(text)
}
