import { describe, expect, it } from 'vitest'
import { press } from './keys.ts'
import { sampleProgress } from './testing/sample-progress.ts'
import { MENU_KEYS, menuItems, moveOn, openState, VIEWS, type Effect, type ViewState } from './view-state.ts'

const CHOICES = ['bolt.price:crash', 'bolt.decide:crash', 'cache:down'].map((text) => ({ target: text.split(':')[0], kind: text.split(':')[1], summary: '' }))
const opened = openState(sampleProgress, CHOICES)

function after(keys: readonly string[], from: ViewState = opened): { state: ViewState; effects: readonly Effect[] } {
  const effects: Effect[] = []
  let state = from
  for (const key of keys) {
    const pressed = press(state, key)
    state = pressed.state
    if (pressed.effect) effects.push(pressed.effect)
  }
  return { state, effects }
}

describe('views', () => {
  it.each([[['n'], 1], [['right', 'tab'], 2], [['left'], VIEWS.length - 1], [['n', 'n', 'n', 'n'], 0], [['3'], 2], [['9'], 0]])('%j opens view %i', (keys, view) => {
    expect(after(keys).state.view).toBe(view)
  })
})

describe('a paused view', () => {
  const later = { ...sampleProgress, elapsedMs: 30_000 }

  it('stands still while the run goes on, and catches up', () => {
    const paused = moveOn(after(['p']).state, later)
    expect([paused.isPaused, paused.progress.elapsedMs, paused.latest.elapsedMs]).toEqual([true, 23_400, 30_000])
    expect(after(['p'], paused).state.progress.elapsedMs).toBe(30_000)
  })

  it('ends with the traffic', () => {
    expect(moveOn(after(['p']).state, { ...later, phase: 'draining' }).isPaused).toBe(false)
  })
})

describe('the menu of faults', () => {
  it('asks for the kind, then for the target, then injects', () => {
    expect(menuItems(after(['f']).state)).toEqual(['crash', 'down'])
    expect(MENU_KEYS.slice(0, 10)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', 'a'])
    expect(MENU_KEYS).not.toContain('q')
    expect(menuItems(after(['f', '1']).state)).toEqual(['bolt.price', 'bolt.decide'])
    const { state, effects } = after(['f', '1', '2'])
    expect(effects).toEqual([{ kind: 'inject', choice: CHOICES[1] }])
    expect(state.menu).toBeNull()
  })

  it('goes back and closes with escape, and closes with any other key', () => {
    expect(after(['f', '1', 'escape']).state.menu).toEqual({ kind: null })
    expect(after(['f', 'escape']).state.menu).toBeNull()
    expect(after(['f', '7']).effects).toEqual([])
  })

  it('stays closed when nothing is sent any more', () => {
    const draining = moveOn(opened, { ...sampleProgress, phase: 'draining' })
    expect(after(['f'], draining).state).toMatchObject({ menu: null, message: { text: 'faults are injected while events are sent' } })
    expect(after(['s', 'f']).state.menu).toBeNull()
  })
})

describe('ending a run', () => {
  it('stops once with s, as one Ctrl-C does', () => {
    expect(after(['s', 's'])).toMatchObject({ state: { isStopping: true }, effects: [{ kind: 'interrupt' }] })
  })

  it('is a Ctrl-C each time with Ctrl-C', () => {
    expect(after(['ctrl-c', 'ctrl-c']).effects).toEqual([{ kind: 'interrupt' }, { kind: 'interrupt' }])
  })

  it('leaves with the second q only', () => {
    expect(after(['q'])).toMatchObject({ state: { isQuitAsked: true }, effects: [] })
    expect(after(['q', 'q']).effects).toEqual([{ kind: 'leave' }])
    expect(after(['q', 'n', 'q']).effects).toEqual([])
  })
})

it('help closes with any key, which does nothing else', () => {
  expect(after(['?', 's'])).toMatchObject({ state: { isHelpShown: false, isStopping: false }, effects: [] })
})

it('what was said makes room for the keys again after a while', () => {
  const said = after(['s', 's']).state
  expect(moveOn(said, { ...sampleProgress, elapsedMs: 25_000 }).message).not.toBeNull()
  expect(moveOn(said, { ...sampleProgress, elapsedMs: 29_000 }).message).toBeNull()
})
