import { printable } from '../../reports/formats/texts.ts'
import type { Progress } from '../../runs/progress.ts'
import { BLANK, clip, fit, line, paint, span, spreadOut, widthOf, type Line } from './line.ts'
import { DRAW } from './views.ts'
import { MENU_KEYS, menuItems, VIEWS, type ViewState } from './view-state.ts'
import { clock } from './words.ts'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** From so many rows on there is air below the head. */
const AIRY_ROWS = 24
const SMALLEST: Size = { columns: 30, rows: 6 }

/** The whole screen: never wider and never taller than the terminal. */
export function frame(state: ViewState, size: Size): readonly Line[] {
  if (size.columns < SMALLEST.columns || size.rows < SMALLEST.rows) return tooSmall(state, size)
  const head = [title(state, size), tabs(state, size), ...(size.rows >= AIRY_ROWS ? [BLANK] : [])]
  const foot = footOf(state, size)
  const rows = size.rows - head.length - foot.length
  const body = bodyOf(state, { ...size, rows }).map((row) => clip(row, size.columns))
  const air = Array.from({ length: Math.max(0, rows - body.length) }, () => BLANK)
  return [...head, ...body, ...air, ...foot]
}

/** The same as text, row by row. */
export const frameText = (state: ViewState, size: Size, isColoured: boolean): string => frame(state, size).map((row) => paint(row, isColoured)).join('\n')

function tooSmall({ progress }: ViewState, { columns, rows }: Size): readonly Line[] {
  return [line(clock(progress.elapsedMs)), line('enlarge the window')].slice(0, rows).map((row) => clip(row, columns))
}

const PHASES: Readonly<Record<Progress['phase'], string>> = { preparing: 'preparing', traffic: 'sending', draining: 'draining', checking: 'checking' }

function title({ progress, isStopping }: ViewState, { columns }: Size): Line {
  const { phase, elapsedMs, durationMs, live } = progress
  const share = durationMs > 0 ? Math.floor((Math.min(elapsedMs, durationMs) / durationMs) * 100) : 0
  const doing = isStopping && phase === 'traffic' ? 'stopping' : PHASES[phase]
  const left = live ? line(' ', span(printable(live.scenario), 'strong'), span(`  seed ${live.seed}`, 'faint')) : line(' promo')
  return spreadOut(left, line(span(doing, 'accent'), `  ${clock(Math.min(elapsedMs, durationMs))} of ${clock(durationMs)}  ${share} % `), columns)
}

/** The open one in brackets, which say so without colour too; where not all fit, it stands alone. */
function tabs({ view, isPaused }: ViewState, { columns }: Size): Line {
  const labels = VIEWS.map((name, index) => (index === view ? span(`[${index + 1} ${name}]`, 'strong') : span(` ${index + 1} ${name} `, 'faint')))
  const all = line(...labels.flatMap((label) => [' ', label]))
  return spreadOut(widthOf(all) <= columns ? all : line(' ', labels[view]), isPaused ? line(span(' VIEW PAUSED, the run goes on ', 'inverse')) : BLANK, columns)
}

function bodyOf(state: ViewState, size: Size): readonly Line[] {
  const { progress, isHelpShown, view } = state
  if (isHelpShown) return HELP.slice(0, size.rows)
  if (state.menu) return menu(state, size)
  if (!progress.live) return [BLANK, line(' ', span(progress.note ?? progress.phase, 'accent'))].slice(0, size.rows)
  return DRAW[VIEWS[view]]({ progress, live: progress.live, ...size })
}

const HELP: readonly Line[] = [
  BLANK,
  ...[
    ['n → tab  1-4', 'the next view, or that one; ← goes back'],
    ['p', 'pause the view; the run goes on'],
    ['f', 'inject a fault now: it acts, is judged and stands in the report'],
    ['s', 'stop cleanly: what was sent is decided, checked and reported'],
    ['q q', 'leave at once, without a report (promo runs resume last)'],
    ['Ctrl-C', 'the first one stops as s does, the second one leaves'],
  ].map(([keys, meaning]) => line(' ', span(fit(keys, 14), 'strong'), meaning)),
  BLANK,
  line(' Latencies count from when an event was due. Red: over the scenario’s gate.'),
  line(' ▓ a fault is on, ░ recovering, ▲ a crash, ┃ now, △ ░ and · are to come.'),
  line(' A + before a fault: injected by hand.'),
]

function menu(state: ViewState, { rows }: Size): readonly Line[] {
  const kind = state.menu?.kind ?? null
  const ask = kind === null ? 'Inject which fault, now?' : `${kind} of what? It begins at once.`
  const items = menuItems(state).slice(0, MENU_KEYS.length).map((item, index) => {
    const summary = kind === null ? state.choices.find((choice) => choice.kind === item)?.summary : undefined
    return line('   ', span(MENU_KEYS[index], 'strong'), `  ${fit(item, 16)}`, span(summary ?? '', 'faint'))
  })
  return [BLANK, line(' ', span(ask, 'strong')), BLANK, ...items, BLANK, line('   ', span('esc', 'strong'), kind === null ? '  close' : '  back')].slice(0, rows)
}

function footOf({ message, isQuitAsked, isStopping, menu }: ViewState, { columns }: Size): readonly Line[] {
  if (isQuitAsked) return [clip(line(' ', span('Leave without a report? q again leaves at once; s stops cleanly, with one.', 'warn')), columns)]
  if (message !== null) return [clip(line(' ', span(printable(message.text), 'warn')), columns)]
  if (isStopping) return [clip(line(' ', span('Stopping: what was sent is decided and judged. q q leaves at once.', 'warn')), columns)]
  const keys = menu ? [] : [['p', 'pause'], ['n', 'next'], ['f', 'fault'], ['s', 'stop'], ['q', 'quit'], ['?', 'help']]
  return [clip(line(' ', ...keys.flatMap(([key, meaning]) => [span(key, 'strong'), span(` ${meaning}   `, 'faint')])), columns)]
}
