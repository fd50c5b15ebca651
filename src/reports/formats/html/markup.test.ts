import { describe, expect, it } from 'vitest'
import { html, jsonInScript } from './markup.ts'

describe('html', () => {
  it.each([
    ['<img src=x onerror=alert(1)>', '&#60;img src=x onerror=alert(1)&#62;'],
    ['" autofocus onfocus="x', '&#34; autofocus onfocus=&#34;x'],
    ["it's `this` & that", 'it&#39;s &#96;this&#96; &#38; that'],
    ['a\u202Eb\u0000c', 'a\uFFFDb\uFFFDc'],
  ])('given %j, then it is text', (text, escaped) => {
    expect(html`<p title="${text}">${text}</p>`.text).toBe(`<p title="${escaped}">${escaped}</p>`)
  })

  it('lets its own pieces pass, in lists as well, and nothing stay nothing', () => {
    expect(html`<ul>${['<', '>'].map((sign) => html`<li>${sign}</li>`)}${null}${false}${0}</ul>`.text).toBe('<ul><li>&#60;</li><li>&#62;</li>0</ul>')
  })
})

describe('JSON in a script element', () => {
  it('cannot end the element or begin a comment, and says the same', () => {
    const value = { name: '</script><!--<script>', line: '\u2028' }
    const { text } = jsonInScript(value)
    expect(text).not.toMatch(/[<>&\u2028]/)
    expect(JSON.parse(text)).toEqual(value)
  })
})
