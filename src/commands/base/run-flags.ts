import { Flags } from '@oclif/core'
import { REPORT_KINDS } from '../../runs/report-files.ts'
import { choice, duration, path, rate, report, seed, stage, whole } from './flags.ts'

const many = { multiple: true, multipleNonGreedy: true } as const

/** What a run can be told. Only what works stands here: help derives from it. */
export const runFlags = {
  target: choice(['embedded', 'kafka'])({ description: 'where the pipeline runs: in this process, or on Kafka, Redis and PostgreSQL', default: 'embedded' }),
  rate: rate({ description: 'events a second, constant', env: 'PROMO_RATE' }),
  stage: stage({ char: 's', description: 'ramp to a rate over a time; repeatable', ...many }),
  duration: duration({ char: 'd', description: 'length of the run; stages and faults are scaled with it', env: 'PROMO_DURATION' }),
  skus: whole(1, 5_000_000, 5000)({ description: 'how many SKUs', env: 'PROMO_SKUS' }),
  stores: whole(1, 10_000, 20)({ description: 'how many stores', env: 'PROMO_STORES' }),
  seed: seed({ description: 'of all chance: the same seed makes the same catalogue, traffic and faults; random draws one', env: 'PROMO_SEED' }),
  fault: Flags.string({ description: 'target:kind[,attribute=value][@start[+duration]][~probability], instead of the scenario’s own; repeatable', helpValue: '<fault>', ...many }),
  'no-faults': Flags.boolean({ description: 'leave out the scenario’s faults' }),
  control: Flags.boolean({ description: 'run the same seed without faults first, and show it beside the run' }),
  threshold: Flags.string({ description: 'metric{tag:value}: aggregation op value, on top of the scenario’s own; repeatable', helpValue: '<threshold>', ...many }),
  catalog: path({ description: 'your own catalogue, a CSV file', env: 'PROMO_CATALOG' }),
  admission: duration({ description: 'reject new events where a partition is further behind than this: views first, never costs, rules and stock counts', env: 'PROMO_ADMISSION' }),
  'max-time': duration({ description: 'stop the run after this much wall-clock time' }),
} as const

/** Where its results go. */
export const outputFlags = {
  out: path({ description: 'run folder; without it one under .promo/runs (PROMO_HOME)', env: 'PROMO_OUT' }),
  force: Flags.boolean({ description: 'replace the run in --out' }),
  report: report(REPORT_KINDS)({ description: `copy a report (${REPORT_KINDS.join(', ')}) to a path; repeatable`, ...many }),
  quiet: Flags.boolean({ char: 'q', description: 'no progress' }),
  'no-ui': Flags.boolean({ description: 'plain lines instead of the live dashboard' }),
} as const
