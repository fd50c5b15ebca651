import { Args, Flags } from '@oclif/core'
import type { ExploreDocument } from '../reports/explore-document.ts'
import { UserError } from '../runs/user-error.ts'
import { coverageLines, exploreLines } from '../ui/explore-lines.ts'
import { BaseCommand } from './base/base-command.ts'
import { quoted } from './base/command-line.ts'
import { seed, text, whole } from './base/flags.ts'
import { interruptibly } from './base/interrupt.ts'

const EVENTS = 2000
const SEEDS = 100

export default class Explore extends BaseCommand {
  static override summary = 'Try many seeds in a simulated world full of faults; make a failing one as small as it can be'
  static override description = [
    'The real runner, bolts, guard and publisher on a virtual clock, with a modelled log, cache and store, workers that die or come back as zombies, and faults drawn from the seed; every history is judged by all checks.',
    'A seed is one history, to the byte. Policy, promotions and mix come from the scenario; docs/explore.md says what is modelled.',
  ].join(' ')
  static override args = { scenario: Args.string({ required: true, ignoreStdin: true, description: 'one of promo list, or a YAML or JSON file' }) }
  static override flags = {
    seeds: whole(1, 100_000_000, 1000)({ description: `how many seeds; ${SEEDS}, and where --seed is given, that one` }),
    seed: seed({ description: 'the first of them; without it, the scenario’s own' }),
    events: whole(1, 100_000, EVENTS)({ description: 'events a seed, over 30 virtual seconds', default: EVENTS }),
    faults: whole(0, 50, 6)({ description: 'how many faults a seed; without it, 5 to 9, drawn from the seed' }),
    fault: Flags.string({ description: 'exactly these faults: target:kind[,attribute=value][@start[+duration]][~probability]; repeatable', helpValue: '<fault>', multiple: true, multipleNonGreedy: true }),
    'no-faults': Flags.boolean({ description: 'no faults: whatever is found then is a false alarm, or worse' }),
    bug: text('name', 'guard-off-by-one')({ description: 'plant a seeded bug, to see the checks find it' }),
    'keep-going': Flags.boolean({ description: 'go on behind a seed that fails' }),
    coverage: Flags.boolean({ description: 'show every pair of a fault and a stage with its hits' }),
    quiet: Flags.boolean({ char: 'q', description: 'no progress' }),
  }
  static override examples = [
    '<%= config.bin %> explore steady',
    'A thousand seeds of a scenario of your own\n<%= config.bin %> explore my-sale.yaml --seeds 1000',
    'One seed with faults of your own\n<%= config.bin %> explore flash-sale --seed 7 --fault cache:down@5s+4s --fault worker.1:pause,at=commit@6s+8s',
    'See a planted bug found and shrunk\n<%= config.bin %> explore steady --bug dedupe-missed',
    'Which fault hit at which stage\n<%= config.bin %> explore steady --seeds 500 --coverage',
  ]

  async run(): Promise<ExploreDocument> {
    const { args, flags } = await this.parse(Explore)
    const { seeds = flags.seed === undefined ? SEEDS : 1, events, bug, quiet, 'keep-going': keepsGoing } = flags
    const request = { scenario: args.scenario, seed: flags.seed, seeds, events, faults: faultsOf(flags), bug, keepsGoing }
    const { explore } = await import('../runs/explore.ts')
    const document = await interruptibly(this.jsonEnabled(), (signal) =>
      explore({ request, signal, commandOf: repeating(args.scenario, bug), onProgress: (line) => void (quiet || process.stderr.write(`${line}\n`)) }),
    )
    process.exitCode = document.exitCode
    return this.answer(document, [...exploreLines(document), ...(flags.coverage ? coverageLines(document) : [])])
  }
}

/** A shrunk case, ready for a shell. */
const repeating = (scenario: string, bug: string | undefined) => (seed: string, events: number, faults: readonly string[]) =>
  [
    `promo explore ${quoted(scenario)} --seed ${seed} --events ${events}`,
    ...(faults.length > 0 ? faults.flatMap((fault) => ['--fault', quoted(fault)]) : ['--no-faults']),
    ...(bug === undefined ? [] : ['--bug', quoted(bug)]),
  ].join(' ')

interface FaultFlags {
  readonly faults?: number
  readonly fault?: readonly string[]
  readonly 'no-faults': boolean
}

function faultsOf({ faults, fault, 'no-faults': none }: FaultFlags): readonly string[] | number | undefined {
  const given = [faults !== undefined && '--faults', fault && '--fault', none && '--no-faults'].filter((name) => typeof name === 'string')
  if (given.length > 1) {
    const [place, other] = given
    throw new UserError({ code: 'contradictory_flags', message: `${place} and ${other} contradict each other`, place, rule: 'faults of your own, a number of them, or none', fix: 'leave one of the two out', exitCode: 2 })
  }
  return none ? [] : (fault ?? faults)
}
