import { compareWithControl } from '../control-run.ts'
import type { RunDocument } from '../run-document.ts'
import { markOf, type Paint, paintWith } from './paint.ts'
import { milliseconds, printable } from './texts.ts'
import { faultLine, invariantLine, thresholdLine } from './summary/judged.ts'
import { phaseTable, stepTable } from './summary/latencies.ts'
import { labelWidth, layOut, layOutTable } from './summary/lay-out.ts'
import { type Group, metricGroups } from './summary/metric-groups.ts'

/** The run as text for a terminal of 80 columns: what was asked, what was found, the verdict last. */
export function renderSummary(document: RunDocument, isColoured = false): string {
  const paint = paintWith(isColoured)
  const { thresholds, invariants, faults, metrics } = document
  const judged: readonly Group[] = [
    { heading: 'THRESHOLDS', lines: thresholds.map((threshold) => thresholdLine(threshold, paint)) },
    { heading: 'INVARIANTS', lines: invariants.map((invariant) => invariantLine(invariant, paint)) },
    { heading: 'FAULTS', lines: faults.map(faultLine) },
  ]
  const blocks = [
    headlines(document, paint),
    ...judged.map((group) => blockOf(group, paint)),
    phaseTable(metrics, paint),
    ...metricGroups(metrics).map((group) => blockOf(group, paint)),
    stepTable(metrics, paint),
    controlTable(document, paint),
    verdictLines(document, paint),
  ]
  return blocks.filter((block) => block.length > 0).map((block) => `${block.join('\n')}\n`).join('\n')
}

/** Beside the same seed without faults: what differs is what the faults did. */
function controlTable(document: RunDocument, paint: Paint): readonly string[] {
  const { control } = document
  if (!control) return []
  const rows = compareWithControl(document, control).map(({ label, run, control: without }) => ({ label, cells: [run, without] }))
  return [...layOutTable('BESIDE ITS CONTROL', ['this run', 'no faults'], rows, paint), `  control folder ${printable(control.run.runDir ?? control.run.id)}`]
}

function blockOf({ heading, lines }: Group, paint: Paint): readonly string[] {
  if (lines.length === 0) return []
  const width = labelWidth(lines)
  return [`  ${paint.heading(heading)}`, ...lines.flatMap((line) => layOut(line, width, paint))]
}

function headlines({ run }: RunDocument, paint: Paint): readonly string[] {
  const facts = [`seed ${run.seed}`, `target ${run.target}`, milliseconds(run.durationMs)]
  return [`  ${paint.heading(printable(run.scenario))}  ${printable(facts.join(', '))}`, `  run ${printable(run.id)}`]
}

/** The path of the folder has a line of its own, so that it can be taken by a double click. */
function verdictLines({ verdict, exitCode, run }: RunDocument, paint: Paint): readonly string[] {
  const said = `  ${paint.status(verdict, `${markOf(verdict)} verdict: ${verdict}`)} (exit code ${exitCode})`
  return run.runDir === null ? [said] : [said, `  run folder ${printable(run.runDir)}`]
}
