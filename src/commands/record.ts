import { type FormatName, RECORDING_FORMAT_NAMES } from '../runs/record/formats/names.ts'
import { type Recorded, recordedLines } from '../runs/record/recorded-lines.ts'
import { parseOffset } from '../runs/replay/offsets.ts'
import { UserError } from '../runs/user-error.ts'
import { BaseCommand } from './base/base-command.ts'
import { choice, duration, path, text } from './base/flags.ts'
import { brokerFlags, type ServerFlagValues, serversRequestOf, typedFlags } from './base/kafka-flags.ts'

const many = { multiple: true, multipleNonGreedy: true } as const
/** What only topics have. */
const OF_TOPICS = ['topic', 'topic-prefix', 'from', 'to', 'until-idle', 'brokers'] as const

export default class RecordCommand extends BaseCommand {
  static override summary = 'Make a recording of Kafka topics, or of a file of events'
  static override description = [
    'A recording is a folder as a run has one: promo replay, promo state and promo explain read it. A whole run of promo worker or promo simulate is named by its --topic-prefix, and keeps the order in which it took its records.',
    'Topics of others are merged by time, topic, partition and offset. Nothing on the cluster changes. One that was killed goes on where it was when it is started again.',
    'Headers that carry credentials are left out.',
  ].join(' ')
  static override flags = {
    ...brokerFlags,
    topic: text('name', 'sales_events')({ description: 'a topic; repeatable', ...many }),
    'topic-prefix': text('prefix', 'promo.')({ description: 'the topics of the run that has this prefix; with --topic, before the name of each' }),
    from: text('offset', 'sales_events/3:1200')({ description: 'where to begin, also by partition: start, [[topic/]partition:]n, +n, -n, @time; repeatable', ...many }),
    to: text('offset', '@2026-11-27T05:00:00Z')({ description: 'where to stop, not included; without it, where the topics end now; repeatable', ...many }),
    'until-idle': duration({ description: 'go on until nothing has come for so long' }),
    import: path({ description: 'a file instead of topics' }),
    format: choice(RECORDING_FORMAT_NAMES)({ description: 'what the file is; told by its name if not said' }),
    scenario: text('name|file|run folder', 'flash-sale')({ description: 'under whose rules and stores it is to be replayed: a scenario, or the folder of a run; those of steady, and the stores that are met, if not said' }),
    out: path({ description: 'folder of the recording' }),
    check: path({ description: 'read a recording whole instead, and say what is damaged' }),
  }
  static override examples = [
    '<%= config.bin %> record --brokers 127.0.0.1:9092 --topic sales_events --topic vendor_cost_updates --from @-1h --out incident',
    'A whole run, in its own order\n<%= config.bin %> record --topic-prefix promo. --out incident',
    'What comes until it is quiet\n<%= config.bin %> record --topic sales_events --until-idle 5s --out sales',
    'A file that kcat -J has written\n<%= config.bin %> record --import sales.json --format kcat --out sales',
    'Is it whole?\n<%= config.bin %> record --check incident',
  ]

  async run(): Promise<object> {
    const { flags, raw } = await this.parse(RecordCommand)
    const typed = typedFlags(raw)
    const recorded = await this.#record(flags, typed)
    return this.answer({ schemaVersion: 1, recording: recorded }, recordedLines(recorded))
  }

  async #record(flags: RecordFlags, typed: ReadonlySet<string>): Promise<Recorded> {
    if (flags.check !== undefined) {
      refuseBesideCheck(typed)
      const { checkRecording } = await import('../runs/record/check-recording.ts')
      return { dir: flags.check, isChecked: true, ...checkRecording(flags.check) }
    }
    const out = flags.out ?? missing('--out', 'the folder that is made', 'write for example --out incident')
    if (flags.import !== undefined) return { dir: out, isChecked: false, ...(await importFrom(flags.import, out, flags, typed)) }
    const { record } = await import('../runs/record.ts')
    const { kafka, allowedHosts } = serversRequestOf(flags, typed)
    const document = await record({
      kafka,
      allowedHosts,
      topics: flags.topic ?? [],
      topicPrefix: flags['topic-prefix'],
      from: (flags.from ?? []).map((written) => parseOffset(written, '--from')),
      to: (flags.to ?? []).map((written) => parseOffset(written, '--to')),
      untilIdleMs: flags['until-idle'],
      out,
      scenario: flags.scenario,
      onProgress: (records) => this.#tellProgress(records),
    })
    return { dir: out, isChecked: false, ...document }
  }

  #tellProgress(records: number): void {
    process.stderr.write(`${records} records\n`)
  }
}

interface RecordFlags extends ServerFlagValues {
  readonly topic?: readonly string[]
  readonly 'topic-prefix'?: string
  readonly from?: readonly string[]
  readonly to?: readonly string[]
  readonly 'until-idle'?: number
  readonly import?: string
  readonly format?: string
  readonly scenario?: string
  readonly out?: string
  readonly check?: string
}

function refuseBesideCheck(typed: ReadonlySet<string>): void {
  const other = [...typed].find((name) => name !== 'check' && name !== 'json')
  if (other) throw refusal('contradiction', `--${other}`, `--${other} means nothing beside --check`, '--check only reads what is there', `leave out --${other}, or --check`)
}

async function importFrom(file: string, out: string, { format, scenario }: RecordFlags, typed: ReadonlySet<string>) {
  const other = OF_TOPICS.find((name) => typed.has(name))
  if (other) throw refusal('contradiction', `--${other}`, `--${other} means nothing beside --import`, 'a recording is made of topics, or of a file', `leave out --${other}, or --import`)
  const { importFile } = await import('../runs/record/import-file.ts')
  return importFile({ file, format: (format as FormatName | undefined) ?? formatOf(file), out, scenario })
}

const ENDINGS: Readonly<Record<string, FormatName>> = { csv: 'csv', jsonl: 'jsonl', ndjson: 'jsonl' }

/** By what the file is called; `.gz` behind that does not matter. */
function formatOf(file: string): FormatName {
  const [, ending = ''] = /\.([a-z]+)(?:\.gz)?$/i.exec(file) ?? []
  const format = ENDINGS[ending.toLowerCase()]
  return format ?? missing('--format', `what ${file} is cannot be told by its name`, `write --format ${RECORDING_FORMAT_NAMES[0]}`)
}

function missing(flag: string, rule: string, fix: string): never {
  throw refusal('missing_flag', flag, `${flag} is missing`, rule, fix)
}

function refusal(code: string, place: string, message: string, rule: string, fix: string): UserError {
  return new UserError({ code, message, place, rule, fix, exitCode: 2 })
}
