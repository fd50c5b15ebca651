import { Args, Flags } from '@oclif/core'
import { BaseCommand } from './base/base-command.ts'

export default class Init extends BaseCommand {
  static override summary = 'Write a scenario to begin with: its catalogue, a config file, an example for CI'
  static override args = { dir: Args.string({ ignoreStdin: true, default: '.', description: 'where; without it the current folder' }) }
  static override flags = { force: Flags.boolean({ description: 'replace files that are there' }) }
  static override examples = ['<%= config.bin %> init', '<%= config.bin %> init my-shop', '<%= config.bin %> init my-shop --force']

  async run(): Promise<object> {
    const { args, flags } = await this.parse(Init)
    const { init } = await import('../runs/init/init.ts')
    const { files } = init({ dir: args.dir, force: flags.force })
    const enter = args.dir === '.' ? [] : [`  cd ${args.dir}`]
    return this.answer({ schemaVersion: 1, dir: args.dir, files }, [
      ...files.map((file) => `wrote ${file}`),
      '',
      'Next:',
      ...enter,
      '  promo validate my-sale.yaml',
      '  promo simulate my-sale.yaml --dry-run',
      '  promo simulate my-sale.yaml',
    ])
  }
}
