import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Markup } from './markup.ts'

const STYLES = ['theme', 'page', 'figures', 'panels', 'print'] as const
const SCRIPTS = ['theme', 'charts', 'chooser', 'copy'] as const

const own = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** The only place that knows uPlot: its files are put into the page as they come in its package. */
function ofUplot(file: string): string {
  return readFileSync(createRequire(import.meta.url).resolve(`uplot/dist/${file}`), 'utf8')
}

export interface Assets {
  readonly style: Markup
  readonly scripts: readonly Markup[]
  /** What the page may do: run these scripts, use these styles, and ask nobody for anything. */
  readonly policy: string
}

export function loadAssets(): Assets {
  const style = [ofUplot('uPlot.min.css'), ...STYLES.map((name) => own(`./styles/${name}.css`))].join('\n')
  const scripts = [ofUplot('uPlot.iife.min.js'), ...SCRIPTS.map((name) => own(`./browser/${name}.js`))]
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; script-src ${scripts.map(hashOf).join(' ')}; style-src ${hashOf(style)}`
  return { style: new Markup(style), scripts: scripts.map((text) => new Markup(text)), policy }
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
