import { Args, Flags } from '@oclif/core'
import { discardUnstarted } from '../runs/folders/create-run-folder.ts'
import { copyReports } from '../runs/report-files.ts'
import { UserError } from '../runs/user-error.ts'
import { outlineLines } from '../ui/plain.ts'
import type { RunPlan } from '../reports/formats/plan/run-plan.ts'
import type { RunDocument } from '../reports/run-document.ts'
import type { SimulateOptions } from '../runs/simulate.ts'
import type { RunKind } from '../runs/workers-of-run.ts'
import { clusterFlags, clusterRequestOf } from './base/cluster-flags.ts'
import { commandLine, commandLineWith, controlCommandLine } from './base/command-line.ts'
import { interruptibly, type Interruption } from './base/interrupt.ts'
import { canShowDashboard, openDashboard, type Watcher } from './base/live-dashboard.ts'
import { kafkaFlags, kafkaRequestOf, typedFlags } from './base/kafka-flags.ts'
import { overridesOf } from './base/overrides.ts'
import { RunCommand } from './base/run-command.ts'
import { outputFlags, runFlags } from './base/run-flags.ts'

export default class Simulate extends RunCommand {
  static override summary = 'Drive traffic through the pipeline, break it on a timeline, and get a verdict'
  static override args = { scenario: Args.string({ required: true, ignoreStdin: true, description: 'one of promo list, or a YAML or JSON file' }) }
  static override flags = { ...runFlags, ...kafkaFlags, ...clusterFlags, ...outputFlags, 'dry-run': Flags.boolean({ description: 'show the plan, the counts and the timeline; send nothing' }) }
  static override examples = [
    'A flash sale at 20,000 events/s; the price bolt crashes in the middle of it\n<%= config.bin %> simulate flash-sale',
    'Ten seconds, gently, without faults\n<%= config.bin %> simulate flash-sale --duration 10s --rate 2k --no-faults',
    "A gate of your own for CI\n<%= config.bin %> simulate steady --json --threshold 'decision_latency: p(99)<50'",
    "Two faults of your own\n<%= config.bin %> simulate steady --fault cache:down@40s+10s --fault bolt.price:crash@20s",
    'Up to a peak and down again\n<%= config.bin %> simulate steady -s 10s:5000 -s 30s:40000 -s 10s:0',
    'On Kafka, Redis and PostgreSQL, as promo stack up has started them\n<%= config.bin %> simulate flash-sale --target kafka',
    'The same, with the pipeline in three processes and the traffic from two\n<%= config.bin %> simulate flash-sale --target kafka --workers 3 --generators 2',
    'What the faults do, beside the same seed without them\n<%= config.bin %> simulate bad-vendor-cost --control',
    'What would happen, and when; nothing is sent\n<%= config.bin %> simulate flash-sale --dry-run',
  ]

  #runDirs: readonly string[] = []

  async run(): Promise<RunDocument | RunPlan> {
    const { args, flags, raw } = await this.parse(Simulate)
    const typed = typedFlags(raw)
    const kafka = kafkaRequestOf(flags, typed)
    const cluster = clusterRequestOf(flags, kafka, raw)
    const on = { target: kafka ? 'kafka' : 'embedded', cluster } as const
    if (flags['dry-run']) return this.#plan(args.scenario, overridesOf(flags, typed), on)
    const { force, out, report: reports = [], quiet } = flags
    const { prepareRuns } = await import('../runs/control.ts')
    const request = { scenario: args.scenario, overrides: overridesOf(flags, typed), on, out, force, reports } as const
    const { run, control } = await prepareRuns(request, flags.control)
    this.#runDirs = [run.dir, ...(control ? [control.dir] : [])]
    const { document, ending } = await interruptibly(this.jsonEnabled(), async (signal, interruption) => {
      const { simulateRuns } = await import('../runs/control.ts')
      const setting = { kafka, cluster, signal, maxTimeMs: flags['max-time'] ?? null }
      return simulateRuns({ run, control }, async (prepared) => {
        this.say(...outlineLines({ ...prepared.outline, target: on.target }))
        const watcher = await this.#watcher(quiet, flags['no-ui'], interruption)
        return { ...setting, ...watcher, ...this.#repeated(prepared.scenario.seed, prepared === control) }
      })
    })
    if (document.run.runDir === run.dir) copyReports(run.dir, reports)
    this.conclude(document)
    this.tell('', ...ending)
    return document
  }

  /** What makes the same run again; a control is a run without faults. */
  #repeated(seed: string, isControl: boolean): Pick<SimulateOptions, 'command' | 'commandWith'> {
    if (isControl) return { command: controlCommandLine('simulate', this.argv, seed) }
    return { command: commandLine('simulate', this.argv, seed), commandWith: (faults) => commandLineWith('simulate', this.argv, seed, faults) }
  }

  async #plan(scenario: string, overrides: ReturnType<typeof overridesOf>, on: RunKind): Promise<RunPlan> {
    const { dryRun } = await import('../runs/dry-run.ts')
    const { plan, lines } = await dryRun({ scenario, overrides, on })
    return this.answer(plan, lines)
  }

  /** The dashboard for people at a terminal, plain lines for everybody else. */
  async #watcher(quiet: boolean, noUi: boolean, interruption: Interruption): Promise<Watcher> {
    const isWanted = !quiet && !noUi && !this.jsonEnabled()
    if (isWanted && canShowDashboard()) return openDashboard(interruption)
    return { isDetailed: false, onProgress: this.progress(quiet), onDesk: () => {}, close: () => {} }
  }

  /** Refused before it sent anything, a run leaves nothing behind. */
  protected override async catch(error: unknown): Promise<void> {
    if (error instanceof UserError) for (const dir of this.#runDirs) discardUnstarted(dir)
    await super.catch(error)
  }
}
