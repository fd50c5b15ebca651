import { MENU_KEYS, menuItems, saying, VIEWS, type Effect, type ViewState } from './view-state.ts'

/** The state after a key, and what the key asks of the run. */
export interface Pressed {
  readonly state: ViewState
  readonly effect?: Effect
}

/** Keys by name: a character, or `right`, `left`, `tab`, `escape`, `ctrl-c`. */
export function press(state: ViewState, key: string): Pressed {
  const heard = { ...state, message: null, isQuitAsked: false }
  if (key === 'ctrl-c') return { state: { ...heard, isStopping: true, menu: null }, effect: { kind: 'interrupt' } }
  if (heard.menu && key !== 'q') return chooseInMenu(heard, key)
  if (heard.isHelpShown) return { state: { ...heard, isHelpShown: false } }
  return pressInView(heard, key, state.isQuitAsked)
}

function pressInView(state: ViewState, key: string, wasQuitAsked: boolean): Pressed {
  switch (key) {
    case 'p':
      return { state: state.isPaused ? { ...state, isPaused: false, progress: state.latest } : { ...state, isPaused: true } }
    case 'n':
    case 'right':
    case 'tab':
      return { state: turnTo(state, state.view + 1) }
    case 'left':
      return { state: turnTo(state, state.view + VIEWS.length - 1) }
    case 'f':
      return { state: openMenu(state) }
    case 's':
      return state.isStopping ? { state: saying(state, 'it is stopping already; q q leaves at once, without a report') } : stop(state)
    case 'q':
      return wasQuitAsked ? { state, effect: { kind: 'leave' } } : { state: { ...state, menu: null, isQuitAsked: true } }
    case '?':
      return { state: { ...state, isHelpShown: true } }
  }
  return { state: /^[1-9]$/.test(key) && Number(key) <= VIEWS.length ? turnTo(state, Number(key) - 1) : state }
}

const turnTo = (state: ViewState, view: number): ViewState => ({ ...state, view: view % VIEWS.length })

function stop(state: ViewState): Pressed {
  if (state.latest.phase === 'checking') return { state: saying(state, 'the traffic is over, the checks are at work') }
  return { state: { ...state, isStopping: true, menu: null }, effect: { kind: 'interrupt' } }
}

function openMenu(state: ViewState): ViewState {
  if (state.latest.phase !== 'traffic' || state.isStopping) return saying(state, 'faults are injected while events are sent')
  return { ...state, menu: { kind: null } }
}

function chooseInMenu(state: ViewState, key: string): Pressed {
  const { menu, choices } = state
  const chosen = MENU_KEYS.includes(key) ? menuItems(state)[MENU_KEYS.indexOf(key)] : undefined
  if (chosen === undefined) return { state: { ...state, menu: key === 'escape' && menu?.kind ? { kind: null } : null } }
  if (menu?.kind === null) return { state: { ...state, menu: { kind: chosen } } }
  const choice = choices.find(({ kind, target }) => kind === menu?.kind && target === chosen)!
  return { state: { ...state, menu: null }, effect: { kind: 'inject', choice } }
}
