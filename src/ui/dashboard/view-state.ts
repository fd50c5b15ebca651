import type { Progress } from '../../runs/progress.ts'

export const VIEWS = ['overview', 'latency & bolts', 'margin', 'faults & thresholds'] as const
export type ViewName = (typeof VIEWS)[number]

/** A fault that can be begun now, everything but its time. */
export interface Choice {
  readonly kind: string
  readonly target: string
  readonly summary: string
}

/** Everything that decides what is on the screen, except its size. */
export interface ViewState {
  /** What is shown; it stands still while the view is paused. */
  readonly progress: Progress
  readonly latest: Progress
  readonly view: number
  readonly isPaused: boolean
  readonly isHelpShown: boolean
  readonly isStopping: boolean
  readonly isQuitAsked: boolean
  /** Null: closed. Kinds first, then the targets of one kind. */
  readonly menu: null | { readonly kind: string | null }
  readonly choices: readonly Choice[]
  /** What came of the last key, in a few words, and since when it stands there. */
  readonly message: null | { readonly text: string; readonly sinceMs: number }
}

/** What a key asks of the run; the state itself never acts. `interrupt` is one Ctrl-C, `leave` is the second. */
export type Effect = { readonly kind: 'interrupt' } | { readonly kind: 'leave' } | { readonly kind: 'inject'; readonly choice: Choice }

export function openState(progress: Progress, choices: readonly Choice[]): ViewState {
  return { progress, latest: progress, view: 0, isPaused: false, isHelpShown: false, isStopping: false, isQuitAsked: false, menu: null, choices, message: null }
}

/** The run has moved on. The end of its traffic is shown in any case: a view that stood still would look like a run that does. */
export function moveOn(state: ViewState, latest: Progress): ViewState {
  const isPaused = state.isPaused && latest.phase === state.progress.phase
  const isStale = state.message !== null && latest.elapsedMs > state.message.sinceMs + MESSAGE_SHOWN_MS
  return { ...state, latest, isPaused, progress: isPaused ? state.progress : latest, message: isStale ? null : state.message }
}

const MESSAGE_SHOWN_MS = 5_000

/** The same, with something said in the place of the keys for a while. */
export const saying = (state: ViewState, text: string): ViewState => ({ ...state, message: { text, sinceMs: state.latest.elapsedMs } })

/** What is typed for the items of an open menu, one after another. `q` leaves, also from there. */
export const MENU_KEYS = [...'123456789abcdefghijklmnoprstuvwxyz']

/** The kinds, or the targets of the chosen kind: what the keys of an open menu stand for. */
export function menuItems({ menu, choices }: ViewState): readonly string[] {
  if (!menu) return []
  if (menu.kind === null) return [...new Set(choices.map(({ kind }) => kind))]
  return choices.filter(({ kind }) => kind === menu.kind).map(({ target }) => target)
}
