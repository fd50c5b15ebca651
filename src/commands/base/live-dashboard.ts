import type { Progress } from '../../runs/progress.ts'
import type { Dashboard, Desk } from '../../ui/dashboard/dashboard.ts'
import type { Interruption } from './interrupt.ts'
import { stepBack } from './step-back.ts'

/** Who shows how far a run is, and what it needs for that. */
export interface Watcher {
  readonly isDetailed: boolean
  readonly onProgress: (progress: Progress) => void
  readonly onDesk: (desk: Desk) => void
  readonly close: () => void
}

/** A terminal that can move its cursor; pipes, files and dumb terminals get plain lines. */
export const canShowDashboard = (): boolean => process.stdout.isTTY && process.env.TERM !== 'dumb'

/** Opens with the first progress. What drags React in is loaded only here: help must be there at once. */
export async function openDashboard(interruption: Interruption): Promise<Watcher> {
  // React takes its slow and talkative build for what is not said to be production.
  process.env.NODE_ENV ??= 'production'
  const { Dashboard } = await import('../../ui/dashboard/dashboard.ts')
  const { stdin, stdout } = process
  let desk: Desk | undefined
  const isColoured = stdout.hasColors()
  const dashboard = new Dashboard({ stdin, stdout, isColoured, desk: () => desk, onInterrupt: interruption.strike, onLeave: interruption.leave })
  interruption.useScreen(dashboard)
  const close = closeWhateverHappens(dashboard)
  const onProgress = behindTheTraffic((progress) => dashboard.show(progress))
  return { isDetailed: true, onProgress, onDesk: (given) => (desk = given), close }
}

/** A frame is milliseconds of work in one piece. As long as there is traffic it waits for the threads that carry it. */
function behindTheTraffic(show: Watcher['onProgress']): Watcher['onProgress'] {
  let phase: Progress['phase'] | undefined
  return (progress) => {
    if (progress.phase !== phase) stepBack(progress.phase === 'traffic')
    phase = progress.phase
    show(progress)
  }
}

/** An error that nobody catches is said below the dashboard, not on a screen that is about to vanish. */
function closeWhateverHappens(dashboard: Dashboard): () => void {
  const close = () => dashboard.close()
  process.prependListener('uncaughtException', close)
  return () => {
    process.off('uncaughtException', close)
    close()
  }
}
