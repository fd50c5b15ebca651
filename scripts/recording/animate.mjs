// Frames of a terminal as one animated SVG: all frames side by side on a strip that CSS moves, each row drawn once.
import { drawRow } from './draw-row.mjs'

const CELL = { width: 8, height: 17 }
const MARGIN = 14

const STYLE = `
  .bg{fill:#0d1117} .frame{stroke:#8b949e;stroke-opacity:.4;fill:none}
  text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:#c9d1d9}
  .plain{fill:#c9d1d9} .faint{fill:#8b949e} .strong,.inverse{fill:#f0f6fc;font-weight:700} .good{fill:#3fb950} .bad{fill:#f85149} .warn{fill:#d29922} .accent{fill:#58a6ff}
  @media (prefers-color-scheme:light){.bg{fill:#fff} text,.plain{fill:#24292f} .faint{fill:#6e7781} .strong,.inverse{fill:#0b0f14} .good{fill:#1a7f37} .bad{fill:#cf222e} .warn{fill:#9a6700} .accent{fill:#0969da}}`

/** `frames`: `{ atMs, rows }`, rows as the dashboard lays them out; the last one stays for `lastShownMs`, then it begins again. */
export function animate(frames, { columns, rows }, { lastShownMs, title }) {
  const [width, height] = [columns * CELL.width + 2 * MARGIN, rows * CELL.height + 2 * MARGIN]
  const ids = new Map()
  const placed = frames.map((frame, index) => `<g transform="translate(${index * width})">${frame.rows.map((row, at) => use(ids, row, at)).join('')}</g>`)
  const symbols = [...ids.values()].map(({ id, drawn }) => `<g id="${id}">${drawn}</g>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<title>${title}</title>
<style>${STYLE}
${moving(frames, width, lastShownMs)}</style>
<defs>${symbols.join('\n')}</defs>
<rect class="bg" width="${width}" height="${height}" rx="8"/><rect class="frame" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>
<svg x="${MARGIN}" y="${MARGIN}" width="${columns * CELL.width}" height="${rows * CELL.height}"><g class="strip">${placed.join('\n')}</g></svg>
</svg>
`
}

/** Rows that look the same are drawn once, in whatever frame and place they stand. */
function use(ids, row, at) {
  const key = JSON.stringify(row)
  if (row.every(({ text }) => text.trim() === '')) return ''
  if (!ids.has(key)) ids.set(key, { id: `r${ids.size.toString(36)}`, drawn: drawRow(row, CELL) })
  return `<use href="#${ids.get(key).id}" y="${at * CELL.height}"/>`
}

/** The strip jumps from frame to frame, at the times of the run. Who wants no motion sees one frame of its middle. */
function moving(frames, width, lastShownMs) {
  const startMs = frames[0].atMs
  const totalMs = frames.at(-1).atMs - startMs + lastShownMs
  const percent = (ms) => Number(((100 * ms) / totalMs).toFixed(3))
  const steps = frames.map(({ atMs }, index) => `${percent(atMs - startMs)}%{transform:translateX(${-index * width}px)}`)
  const still = Math.floor(frames.length / 2) * width
  return `.strip{animation:run ${(totalMs / 1000).toFixed(2)}s steps(1,end) infinite}
@keyframes run{${steps.join('')}100%{transform:translateX(${-(frames.length - 1) * width}px)}}
@media (prefers-reduced-motion:reduce){.strip{animation:none;transform:translateX(${-still}px)}}`
}
