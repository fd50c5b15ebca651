import { html, jsonInScript, type Markup } from '../markup.ts'

/** A line or an area over an axis of numbers; what is null is a gap. */
export interface ChartSeries {
  readonly label: string
  readonly values: readonly (number | null)[]
  readonly tone: 'first' | 'second' | 'third'
  readonly style: 'line' | 'dashed' | 'dotted' | 'bars'
}

export type AxisUnit = 'seconds' | 'ms' | 'count' | 'percent' | 'nines'

export interface ChartSpec {
  readonly x: { readonly label: string; readonly unit: AxisUnit; readonly values: readonly number[] }
  readonly y: { readonly label: string; readonly unit: AxisUnit; readonly scale: 'linear' | 'log' }
  readonly series: readonly ChartSeries[]
  /** Stretches of the x axis that are shaded, numbered as the faults are; `to` is `from` for an instant. */
  readonly bands: readonly { readonly from: number; readonly to: number; readonly label: string }[]
  /** Charts of one group share their cursor. */
  readonly group?: string
}

export interface DataTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

interface FigureParts {
  readonly id: string
  readonly title: string
  /** What the chart shows, in words with figures: all of it that somebody needs who does not see it. */
  readonly summary: string
  readonly spec: ChartSpec
  readonly table: DataTable
}

/** A chart that the browser draws, with its summary, its legend and its figures as a table. */
export function chartFigure({ id, title, summary, spec, table }: FigureParts): Markup {
  return html`<figure class="chart" id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${title}</h3>
<p class="summary" id="${id}-summary">${summary}</p>
<div class="plot" data-chart="${id}-data" tabindex="0" role="group" aria-roledescription="chart" aria-labelledby="${id}-title" aria-describedby="${id}-summary"></div>
<ul class="legend">${spec.series.map(({ label, tone, style }, index) => html`<li><svg class="key ${tone} ${style}" viewBox="0 0 24 8" aria-hidden="true">${keyOf(style)}</svg>${label} <output data-slot="${index}"></output></li>`)}</ul>
<script type="application/json" id="${id}-data">${jsonInScript(spec)}</script>
${dataTable(table, `${title}: figures`)}
</figure>
`
}

const keyOf = (style: ChartSeries['style']): Markup => (style === 'bars' ? html`<rect x="4" width="16" height="8"/>` : html`<path d="M0 4h24"/>`)

/** Figures for those who want them exactly, or cannot see a chart. */
export function dataTable({ columns, rows }: DataTable, caption: string): Markup {
  return html`<details class="data"><summary>Data table<span class="visually-hidden"> of ${caption}</span></summary><div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption class="visually-hidden">${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(([head, ...cells]) => html`<tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody></table></div></details>`
}
