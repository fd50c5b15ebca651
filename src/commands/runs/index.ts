import type { RunListing } from '../../runs/list-runs.ts'
import { tableLines } from '../../ui/table.ts'
import { BaseCommand } from '../base/base-command.ts'

export default class Runs extends BaseCommand {
  static override summary = 'Show the runs on disk, the newest first'
  static override examples = ['<%= config.bin %> runs', '<%= config.bin %> runs --json']

  async run(): Promise<object> {
    await this.parse(Runs)
    const { listRuns } = await import('../../runs/list-runs.ts')
    const runs = listRuns()
    return this.answer({ schemaVersion: 1, runs }, runs.length ? runLines(runs) : ['no runs yet; promo simulate flash-sale makes one'])
  }
}

function runLines(runs: readonly RunListing[]): readonly string[] {
  const rows = runs.map(({ id, state, startedAt, bytes, seed }) => [id, state, startedAt, `${(bytes / 1e6).toFixed(1)} MB`, seed ?? '–'])
  return tableLines(['RUN', 'STATE', 'STARTED', ' SIZE', ' SEED'], rows)
}
