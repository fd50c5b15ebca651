import { Args, Flags } from '@oclif/core'
import { discardUnstarted } from '../runs/folders/create-run-folder.ts'
import { copyReports } from '../runs/report-files.ts'
import { UserError } from '../runs/user-error.ts'
import { outlineLines } from '../ui/plain.ts'
import type { RunPlan } from '../reports/formats/plan/run-plan.ts'
import type { RunDocument } from '../reports/run-document.ts'
import { clusterFlags, clusterRequestOf } from './base/cluster-flags.ts'
import { commandLine, commandLineWith } from './base/command-line.ts'
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
    'What would happen, and when; nothing is sent\n<%= config.bin %> simulate flash-sale --dry-run',
  ]

  #runDir: string | undefined

  async run(): Promise<RunDocument | RunPlan> {
    const { args, flags, raw } = await this.parse(Simulate)
    const typed = typedFlags(raw)
    const kafka = kafkaRequestOf(flags, typed)
    const cluster = clusterRequestOf(flags, kafka, raw)
    const target = kafka ? 'kafka' : 'embedded'
    if (flags['dry-run']) return this.#plan(args.scenario, overridesOf(flags, typed), target)
    const { prepareRun } = await import('../runs/prepare-run.ts')
    const { force, out, report: reports = [], quiet } = flags
    const { dir, scenario, outline } = await prepareRun({ scenario: args.scenario, overrides: overridesOf(flags, typed), target, out, force, reports })
    this.#runDir = dir
    this.say(...outlineLines({ ...outline, target }))
    const { document, ending } = await interruptibly(this.jsonEnabled(), async (signal, interruption) => {
      const { simulate } = await import('../runs/simulate.ts')
      const command = commandLine('simulate', this.argv, scenario.seed)
      const commandWith = (faults: readonly string[]) => commandLineWith('simulate', this.argv, scenario.seed, faults)
      const watcher = await this.#watcher(quiet, flags['no-ui'], interruption)
      const options = { scenario, kafka, cluster, outDir: dir, command, commandWith, signal, maxTimeMs: flags['max-time'] ?? null, ...watcher }
      return simulate(options).finally(watcher.close)
    })
    copyReports(dir, reports)
    this.conclude(document)
    this.tell('', ...ending)
    return document
  }

  async #plan(scenario: string, overrides: ReturnType<typeof overridesOf>, target: 'embedded' | 'kafka'): Promise<RunPlan> {
    const { dryRun } = await import('../runs/dry-run.ts')
    const { plan, lines } = await dryRun({ scenario, overrides, target })
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
    if (this.#runDir !== undefined && error instanceof UserError) discardUnstarted(this.#runDir)
    await super.catch(error)
  }
}
