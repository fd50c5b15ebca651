// One row of a terminal in SVG. Bars and shades are drawn as shapes, because fonts leave gaps between them.
const BARS = '▁▂▃▄▅▆▇█'
const SHADES = { '▓': 0.75, '░': 0.35 }
const LINES = { '─': [0.45, 0.1], '┃': [0, 1] }

/** `row`: spans of text and style, all of it one cell a character. */
export function drawRow(row, cell) {
  let column = 0
  let drawn = ''
  for (const { text, style } of row) {
    for (const run of runsOf(text)) {
      drawn += isShape(run.text[0]) ? shape(run, column, style, cell) : words(run, column, style, cell)
      column += run.text.length
    }
  }
  return drawn
}

/** Pieces of one sort: the same shape, words without a wide gap, or blanks. */
const runsOf = (text) => (text.match(/([▁▂▃▄▅▆▇█▓░─┃])\1*| +(?= |$)|(?:(?! {2})[^▁▂▃▄▅▆▇█▓░─┃])+| +/gu) ?? []).map((piece) => ({ text: piece }))

const isShape = (character) => BARS.includes(character) || character in SHADES || character in LINES

function words({ text }, column, style, cell) {
  const kept = text.trimEnd()
  if (kept.trim() === '') return ''
  const lead = kept.length - kept.trimStart().length
  const length = (kept.length - lead) * cell.width
  return `<text x="${(column + lead) * cell.width}" y="${cell.height - 4}" textLength="${length}" class="${style}">${escaped(kept.trimStart())}</text>`
}

function shape({ text }, column, style, { width, height }) {
  const [character] = text
  const eighths = BARS.indexOf(character) + 1
  const [top, share] = eighths > 0 ? [1 - eighths / 8, eighths / 8] : (LINES[character] ?? [0.15, 0.7])
  const slim = character === '┃'
  const x = column * width + (slim ? width * 0.35 : 0)
  const opacity = character in SHADES ? ` fill-opacity="${SHADES[character]}"` : ''
  return `<rect x="${x}" y="${(top * height).toFixed(1)}" width="${slim ? width * 0.3 : text.length * width}" height="${(share * height).toFixed(1)}" class="${style}"${opacity}/>`
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
