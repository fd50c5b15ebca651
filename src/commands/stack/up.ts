import { Flags } from '@oclif/core'
import type { StackStatus } from '../../runs/stack/status.ts'
import { BaseCommand } from '../base/base-command.ts'
import { printFailure } from '../base/failure.ts'
import { choice } from '../base/flags.ts'
import { INTERRUPTED, interruptibly } from '../base/interrupt.ts'
import { stackLines } from '../base/stack-lines.ts'

const KINDS = ['kafka', 'redis', 'postgres']

export default class StackUp extends BaseCommand {
  static override summary = 'Start the real servers on this machine: Kafka, Redis, PostgreSQL, Toxiproxy'
  static override description = [
    'By Docker Compose where Docker works, else as plain processes; on free ports of the loopback address either way.',
    'Without Docker, Kafka comes from Maven and Toxiproxy from Go the first time, then from a cache (PROMO_CACHE); Redis and PostgreSQL are those of the system.',
    'promo stack down ends all of it.',
  ].join(' ')
  static override flags = {
    brokers: choice(['3', '1'])({ description: 'how many Kafka brokers', default: '3' }),
    only: choice(KINDS)({ description: 'this server and Toxiproxy, not all of them; repeatable', multiple: true, multipleNonGreedy: true }),
    docker: Flags.boolean({ description: 'insist on Docker Compose, or on plain processes', allowNo: true }),
  }
  static override examples = ['<%= config.bin %> stack up', '<%= config.bin %> stack up --brokers 1 --only kafka', '<%= config.bin %> stack up --json']

  async run(): Promise<StackStatus> {
    const { flags } = await this.parse(StackUp)
    const [{ stackUp }, { stackStatus }] = await Promise.all([import('../../runs/stack/up.ts'), import('../../runs/stack/status.ts')])
    const shape = { brokers: Number(flags.brokers), kinds: new Set(flags.only ?? KINDS) }
    await interruptibly(this.jsonEnabled(), (signal) => stackUp({ shape, docker: flags.docker, signal, say: (line) => this.say(line) }))
    const status = await stackStatus()
    return this.answer(status, stackLines(status))
  }

  protected override async catch(error: unknown): Promise<void> {
    if ((error as Error).name !== 'AbortError') return super.catch(error)
    const said = { code: 'interrupted', message: 'interrupted: what had been started was stopped again', place: null, value: null, rule: null, fix: null }
    printFailure({ schemaVersion: 1, error: said, exitCode: INTERRUPTED }, this.jsonEnabled())
  }
}
