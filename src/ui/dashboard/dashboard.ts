import { render, Text, useInput, useStdin, useWindowSize, type Instance, type Key } from 'ink'
import { createElement, useSyncExternalStore } from 'react'
import type { Progress } from '../../runs/progress.ts'
import { frameText } from './frame.ts'
import { press } from './keys.ts'
import { moveOn, openState, saying, type Choice, type Effect, type ViewState } from './view-state.ts'

/** The terminal, and what keys may ask of the run. */
export interface DashboardSetting {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly isColoured: boolean
  /** Undefined as long as nothing can be injected. */
  readonly desk: () => Desk | undefined
  /** One Ctrl-C. */
  readonly onInterrupt: () => void
  /** The second one: the terminal is restored before. */
  readonly onLeave: () => void
}

/** Where faults are injected while the run goes on. */
export interface Desk {
  readonly injectables: readonly Choice[]
  /** Returns what was injected; throws where it cannot be. */
  inject(choice: Choice): string
}

const FRAMES_A_SECOND_MAX = 10
/** Frames that the run asks for take at most this share of a core: large terminals and slow machines see fewer. */
const SHARE_MAX = 0.025
/** However slow, a view that stood still for longer would look like a run that does. */
const GAP_MAX_MS = 1000

/** The live dashboard on the terminal's other screen: progress in, frames out. What was there before comes back at its end. */
export class Dashboard {
  readonly #setting: DashboardSetting
  readonly #listeners = new Set<() => void>()
  #state: ViewState | undefined
  #nextFrameAtMs = 0
  #ink: Instance | undefined

  constructor(setting: DashboardSetting) {
    this.#setting = setting
  }

  /** Shows how far the run is; the first time, it opens the screen. */
  show(progress: Progress): void {
    const before = this.#state
    const state = before ? moveOn(before, progress) : openState(progress, this.#setting.desk()?.injectables ?? [])
    const isNews = before?.latest.phase !== progress.phase
    if (isNews || performance.now() >= this.#nextFrameAtMs) this.#drawWithinBudget(state)
    else this.#state = state
    this.#ink ??= this.#open()
  }

  /** React draws in a microtask that is queued by the change, so the one behind it sees how long that took. */
  #drawWithinBudget(state: ViewState): void {
    const beganMs = performance.now()
    this.#change(state)
    queueMicrotask(() => {
      const drawnMs = performance.now()
      this.#nextFrameAtMs = drawnMs + Math.min(GAP_MAX_MS, (drawnMs - beganMs) / SHARE_MAX)
    })
  }

  /** Somebody else has asked the run to stop. */
  stopping(): void {
    if (this.#state) this.#change({ ...this.#state, isStopping: true, menu: null })
  }

  /** Gives the terminal back as it was; whoever is in trouble may call this more than once. */
  close(): void {
    this.#ink?.unmount()
  }

  #open(): Instance {
    const { stdin, stdout } = this.#setting
    const view = createElement(Screen, { dashboard: { subscribe: this.#subscribe, state: () => this.#state!, isColoured: this.#setting.isColoured, press: (key) => this.#press(key) } })
    return render(view, { stdin, stdout, exitOnCtrlC: false, patchConsole: false, alternateScreen: true, interactive: true, incrementalRendering: true, maxFps: FRAMES_A_SECOND_MAX })
  }

  readonly #subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #change(state: ViewState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }

  #press(key: string): void {
    const { state, effect } = press(this.#state!, key)
    this.#change(state)
    if (effect) this.#act(effect)
  }

  #act(effect: Effect): void {
    const { onInterrupt, onLeave, desk } = this.#setting
    switch (effect.kind) {
      case 'interrupt':
        return onInterrupt()
      case 'leave':
        return onLeave()
      case 'inject':
        this.#change(saying(this.#state!, attempt(() => `injected: ${desk()!.inject(effect.choice)}`)))
    }
  }
}

/** What a user can mend is said on the screen; anything else is a bug and goes its way. */
function attempt(work: () => string): string {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error) || !('fix' in error)) throw error
    return `${error.message}: ${String(error.fix)}`
  }
}

interface ScreenProps {
  readonly dashboard: {
    readonly subscribe: (listener: () => void) => () => void
    readonly state: () => ViewState
    readonly isColoured: boolean
    readonly press: (key: string) => void
  }
}

/** One text: the rows are laid out to the cell already, so that ink has nothing left to measure. */
function Screen({ dashboard }: ScreenProps) {
  const state = useSyncExternalStore(dashboard.subscribe, dashboard.state)
  const { columns, rows } = useWindowSize()
  const { isRawModeSupported } = useStdin()
  useInput((input, key) => dashboard.press(nameOf(input, key)), { isActive: isRawModeSupported })
  return createElement(Text, { wrap: 'truncate' }, frameText(state, { columns, rows }, dashboard.isColoured))
}

const NAMED = { rightArrow: 'right', leftArrow: 'left', tab: 'tab', escape: 'escape' } as const

function nameOf(input: string, key: Key): string {
  if (key.ctrl) return `ctrl-${input}`
  const named = Object.entries(NAMED).find(([property]) => key[property as keyof typeof NAMED])
  return named ? named[1] : input
}
