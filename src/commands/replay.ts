import { Args, Flags } from '@oclif/core'
import { discardUnstarted } from '../runs/folders/create-run-folder.ts'
import type { ReplayRequest } from '../runs/replay/prepare-replay.ts'
import { UserError } from '../runs/user-error.ts'
import { choice, duration, path, speed, text } from './base/flags.ts'
import { INTERRUPTED, interruptibly } from './base/interrupt.ts'
import { typedFlags } from './base/kafka-flags.ts'
import { isRedrive, type RedriveFlags, refuseBesideRedrive, refuseRepairs } from './base/redrive-flags.ts'
import { replayLines } from './base/replay-lines.ts'
import { isTopic, recordedSource } from './base/replay-source.ts'
import { replayTargetFlags, replayTargetOf } from './base/replay-target.ts'
import { RunCommand } from './base/run-command.ts'
import { outputFlags } from './base/run-flags.ts'
import { quoted } from './base/command-line.ts'

const many = { multiple: true, multipleNonGreedy: true } as const

export default class Replay extends RunCommand {
  static override summary = 'Replay a recorded run, or a part of it, and prove that it decides the same'
  static override description = [
    'A run folder is a recording. Its records go through the pipeline again, in the recorded order and at the recorded time, into a run folder of their own.',
    'What stands before --from is not skipped: the state there is rebuilt from the nearest snapshot, or from the start, so that a replay from the middle decides as the original did. The decisions are held against those recorded: the first one that differs is located (exit code 99).',
    'With --target kafka they go through real topics, transactions, cache and store, and are read back from the topics. A live topic, or the prefix of a run, is recorded first.',
    'docs/replay.md has the offsets.',
  ].join(' ')
  static override args = { recording: Args.string({ required: true, ignoreStdin: true, description: 'the id of a run, last, the path of a run folder or recording; a topic, or the prefix of a run’s topics' }) }
  static override flags = {
    from: text('offset', '@-10m')({ description: 'begin here: start, end, stored, [[topic/]partition:]n, +n, -n, seq:n, @time; repeatable a partition', ...many }),
    to: text('offset', 'end')({ description: 'stop before this; repeatable a partition', ...many }),
    topic: text('topic', 'sales_events')({ description: 'only records of this topic; repeatable. The catalogue and the rules always come along', ...many }),
    key: text('glob', "'SKU-1*'")({ description: 'only records of these SKUs; repeatable', ...many }),
    type: text('type', 'sale')({ description: 'only events of this type; repeatable', ...many }),
    speed: speed({ description: 'with the recorded gaps (1x), faster or slower (2x, 0.5x), or max', default: 'max' }),
    'max-gap': duration({ description: 'no recorded gap counts longer than this' }),
    loop: Flags.boolean({ description: 'again and again, until Ctrl-C; every lap must come out the same' }),
    cold: Flags.boolean({ description: 'without the state before --from: only the catalogue and the rules' }),
    group: text('name', 'incident-7')({ description: 'remember where this replay ends; the next one of the group goes on from there' }),
    rules: path({ description: 'decide under the policy and promotions of this file instead' }),
    diff: Flags.boolean({ description: 'hold prices, margins and reasons against those recorded, SKU by SKU' }),
    against: text('run', 'last')({ description: 'hold them against those of this run instead' }),
    repairs: path({ description: 'with --topic dead_letters: mended records, one JSON object a line' }),
    target: choice(['embedded', 'kafka'])({ description: 'where the pipeline runs: in this process, or on Kafka, Redis and PostgreSQL', default: 'embedded' }),
    ...replayTargetFlags,
    out: outputFlags.out,
    force: outputFlags.force,
    quiet: outputFlags.quiet,
    'no-ui': outputFlags['no-ui'],
  }
  static override examples = [
    'Everything, as fast as it goes: the same decisions, byte for byte\n<%= config.bin %> replay last',
    'The last ten seconds, as slowly as they were\n<%= config.bin %> replay last --from @-10s --speed 1x',
    "What would other rules have done?\n<%= config.bin %> replay last --rules other.yaml --diff",
    "Some SKUs, from an offset of partition 3\n<%= config.bin %> replay last --key 'SKU-1*' --from 3:120000",
    'Dead letters once more, behind the end of the run, those mended in a file\n<%= config.bin %> replay last --topic dead_letters --repairs mended.jsonl',
    'The same to the topics of a run that goes on; without --yes it only says what would be sent\n<%= config.bin %> replay dead_letters --target kafka --topic-prefix promo. --repairs mended.jsonl --yes',
    'Through real topics, cache and store, those of promo stack up\n<%= config.bin %> replay last --target kafka',
    'Only the events, for a pipeline of your own, with their own gaps\n<%= config.bin %> replay incident --target kafka --send-only --speed 1x',
    'A topic as it stands now: it is recorded, then replayed\n<%= config.bin %> replay sales_events --topic-prefix shop. --from @-10m',
    'On from where this group came to\n<%= config.bin %> replay last --group incident-7 --to +50000',
  ]

  #runDir: string | undefined

  async run(): Promise<object> {
    const { args, flags, raw } = await this.parse(Replay)
    const typed = typedFlags(raw)
    if (isRedrive(args.recording, flags)) return this.#redrive(args.recording, flags, typed)
    refuseRepairs(flags)
    const isRecordedFirst = isTopic(args.recording, flags)
    const { from = [], to = [], topic = null, key = null, type = null, loop, cold, group = null, rules = null, diff, against = null, out, force } = flags
    const asked: ReplayRequest = { source: args.recording, from, to, topics: topic, keys: key, types: type, speed: flags.speed, maxGapMs: flags['max-gap'] ?? Infinity, isLoop: loop, isCold: cold, group, rules, isDiff: diff, against, out, force, kafka: replayTargetOf(flags, typed, isRecordedFirst) }
    const request = isRecordedFirst ? await this.#recorded(asked, flags, typed) : asked
    return flags['send-only'] ? this.#send(request, flags, typed) : this.#replay(request, flags.quiet)
  }

  /** The same of a recording that is made now; what cannot be replayed is not recorded. */
  async #recorded(asked: ReplayRequest, flags: Parameters<typeof recordedSource>[0]['flags'], typed: ReadonlySet<string>): Promise<ReplayRequest> {
    const { refuseContradictions } = await import('../runs/replay/prepare-replay.ts')
    refuseContradictions(asked)
    return { ...asked, ...(await recordedSource({ word: asked.source, flags, typed, say: (line) => this.say(line) })) }
  }

  async #replay(request: ReplayRequest, isQuiet: boolean): Promise<object> {
    const { prepareReplay } = await import('../runs/replay/prepare-replay.ts')
    const prepared = prepareReplay(request)
    this.#runDir = prepared.outDir
    this.say(`recording ${prepared.recording.id}`, `run folder ${prepared.outDir}`)
    const command = ['promo', 'replay', ...this.argv.map(quoted)].join(' ')
    const document = await interruptibly(this.jsonEnabled(), async (signal) => {
      const { replay } = await import('../runs/replay/replay.ts')
      return replay({ prepared, command, onProgress: this.progress(isQuiet), signal })
    })
    this.conclude(document)
    this.say(...replayLines(document))
    return document
  }

  async #send(request: ReplayRequest, { quiet, yes }: { readonly quiet: boolean; readonly yes: boolean }, typed: ReadonlySet<string>): Promise<object> {
    const { sendOnly } = await import('./base/send-only.ts')
    const onSent = (sent: number) => (quiet ? undefined : this.say(`sent ${sent.toLocaleString('en')} records`))
    const { answer, lines } = await interruptibly(this.jsonEnabled(), (signal) => sendOnly({ request, typed, mayChange: yes, onSent, signal }))
    if (answer.isInterrupted) process.exitCode = INTERRUPTED
    return this.answer({ schemaVersion: 1, ...answer }, lines)
  }

  async #redrive(source: string, flags: RedriveFlags, typed: ReadonlySet<string>): Promise<object> {
    refuseBesideRedrive(typed)
    const { redrive } = await import('./base/redrive.ts')
    const answer = await redrive({ source, flags, typed, command: ['promo', 'replay', ...this.argv.map(quoted)].join(' '), onProgress: this.progress(flags.quiet) })
    if (answer.document) this.conclude(answer.document)
    this.say(...answer.lines)
    return answer.answer
  }

  /** Refused before it replayed anything, it leaves nothing behind. */
  protected override async catch(error: unknown): Promise<void> {
    if (this.#runDir !== undefined && error instanceof UserError) discardUnstarted(this.#runDir)
    await super.catch(error)
  }
}
