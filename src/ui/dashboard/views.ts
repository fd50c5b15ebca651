import type { LiveView, Progress } from '../../runs/progress.ts'
import { beside, type Line } from './line.ts'
import { boltsPanel, cutsPanel, faultsPanel, heading, marginLine, publishedLine, readsLine, thresholdsPanel, verdictSoFar, volumeLine } from './panels.ts'
import { fixed, stack, type Section } from './stack.ts'
import { countTrack, faultTrack, lagTrack, latencyTrack, phaseTrack, rateTrack, timelineOf, timeTrack } from './tracks.ts'
import type { ViewName } from './view-state.ts'

/** What a view is drawn from, and on how many cells. */
interface Canvas {
  readonly progress: Progress
  readonly live: LiveView
  readonly columns: number
  readonly rows: number
}

const WIDE_COLUMNS = 150
const TALL_ROWS = 34
/** Fault tracks of the overview; the faults' own view has them all. */
const FAULTS_SHOWN = 3

export const DRAW: Readonly<Record<ViewName, (canvas: Canvas) => readonly Line[]>> = { overview, 'latency & bolts': latencyView, margin: marginView, 'faults & thresholds': faultsView }

function overview(canvas: Canvas): readonly Line[] {
  const { live, columns, rows } = canvas
  const sections = [...summary(canvas), ...figures(canvas)]
  if (columns < WIDE_COLUMNS) return stack([...sections, cutsPanel(live, 20)], rows)
  const left = Math.floor(columns * 0.58)
  const narrow = { ...canvas, columns: left }
  const right = columns - left - 3
  return beside(stack([...summary(narrow), ...figures(narrow)], rows), stack([thresholdsPanel(live, right), boltsPanel(live, right), cutsPanel(live, 20)], rows), left)
}

/** How it stands, and everything that has a place on the time axis. */
function summary({ progress, live, columns, rows }: Canvas): readonly Section[] {
  const timeline = timelineOf(progress, columns)
  const isTall = rows >= TALL_ROWS
  const newest = live.faults.toSorted((a, b) => nearness(a.startMs, timeline.nowMs) - nearness(b.startMs, timeline.nowMs)).slice(0, FAULTS_SHOWN)
  const faults = live.faults.filter((fault) => newest.includes(fault))
  return [
    fixed([verdictSoFar(progress, live)]),
    { ...grown((height) => rateTrack(progress, live, timeline, height), isTall ? 4 : 1), hasAir: true },
    grown((height) => latencyTrack('p50Ms', live, timeline, height), isTall ? 4 : 1),
    grown((height) => latencyTrack('p95Ms', live, timeline, height), isTall ? 6 : 1),
    grown((height) => latencyTrack('p99Ms', live, timeline, height), isTall ? 10 : 3),
    grown((height) => lagTrack(progress, live, timeline, height), isTall ? 4 : 1),
    fixed([phaseTrack(live, timeline), ...faults.map((fault) => faultTrack(fault, timeline)), timeTrack(timeline)]),
  ]
}

/** What is on now or was last counts more than what is long to come. */
const nearness = (startMs: number, nowMs: number): number => (startMs <= nowMs ? nowMs - startMs : (startMs - nowMs) * 2)

const figures = ({ progress, live }: Canvas): readonly Section[] => [{ ...fixed([marginLine(progress), readsLine(live), volumeLine(progress, live)]), hasAir: true }]

const grown = (draw: Section['draw'], max: number): Section => ({ min: 1, max, draw })

function latencyView({ progress, live, columns, rows }: Canvas): readonly Line[] {
  const timeline = timelineOf(progress, columns)
  const all = [
    grown((height) => latencyTrack('p99Ms', live, timeline, height), 8),
    grown((height) => latencyTrack('p95Ms', live, timeline, height), 4),
    grown((height) => latencyTrack('p50Ms', live, timeline, height), 4),
    fixed([phaseTrack(live, timeline), timeTrack(timeline)]),
    boltsPanel(live, columns),
    { ...fixed([...lagTrack(progress, live, timeline), ...rateTrack(progress, live, timeline)]), hasAir: true },
  ]
  return stack([fixed([heading('from the moment an event was due until its price could be read')]), ...all], rows)
}

function marginView({ progress, live, columns, rows }: Canvas): readonly Line[] {
  const timeline = timelineOf(progress, columns)
  const tracks = [
    grown((height) => countTrack('prevented', 'breachesPrevented', live, timeline, height), rows >= TALL_ROWS ? 6 : 2),
    grown((height) => countTrack('read fallbacks', 'fallbacks', live, timeline, height), rows >= TALL_ROWS ? 4 : 1),
    fixed([phaseTrack(live, timeline), timeTrack(timeline)]),
  ]
  return stack([fixed([marginLine(progress), publishedLine(live), readsLine(live)]), ...tracks, cutsPanel(live, 20)], rows)
}

function faultsView({ progress, live, columns, rows }: Canvas): readonly Line[] {
  const timeline = timelineOf(progress, columns)
  const bands = live.faults.map((fault) => faultTrack(fault, timeline))
  const axis: Section = { min: 2, max: bands.length + 2, draw: (height) => [phaseTrack(live, timeline), ...bands.slice(0, height - 2), timeTrack(timeline)] }
  const p99 = grown((height) => latencyTrack('p99Ms', live, timeline, height), rows >= TALL_ROWS ? 8 : 2)
  return stack([p99, axis, faultsPanel(live, timeline.nowMs, columns), thresholdsPanel(live, columns)], rows)
}
