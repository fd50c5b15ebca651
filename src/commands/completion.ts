import { Args } from '@oclif/core'
import { BaseCommand } from './base/base-command.ts'
import { bashScript } from './base/completion/bash.ts'
import { fishScript } from './base/completion/fish.ts'
import { type CompletedCommand, completedCommands } from './base/completion/model.ts'
import { zshScript } from './base/completion/zsh.ts'
import { didYouMean, UserError } from '../runs/user-error.ts'

const SHELLS: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = { bash: bashScript, zsh: zshScript, fish: fishScript }
const NAMES = Object.keys(SHELLS)

export default class Completion extends BaseCommand {
  static override summary = 'Print a script that completes commands, flags and their values in your shell'
  static override description = 'The script is made anew each time, so it knows what this promo knows: put one of the lines below into the file that your shell reads when it starts.'
  static override args = { shell: Args.string({ required: true, ignoreStdin: true, description: `one of ${NAMES.join(', ')}` }) }
  static override examples = [
    `In ~/.bashrc: eval "$(promo completion bash)"\n<%= config.bin %> completion bash`,
    `In ~/.zshrc: eval "$(promo completion zsh)"\n<%= config.bin %> completion zsh`,
    'In ~/.config/fish/config.fish: promo completion fish | source\n<%= config.bin %> completion fish',
  ]

  async run(): Promise<object> {
    const { args } = await this.parse(Completion)
    if (!Object.hasOwn(SHELLS, args.shell)) throw unknownShell(args.shell)
    const { completionWords } = await import('../runs/completion-words.ts')
    const script = SHELLS[args.shell](completedCommands(this.config, completionWords()))
    return this.answer({ schemaVersion: 1, shell: args.shell, script }, [script.trimEnd()])
  }
}

function unknownShell(value: string): UserError {
  const fix = didYouMean(value, NAMES) || `write for example ${NAMES[0]}`
  return new UserError({ code: 'unknown_shell', message: `there is no completion for "${value}"`, place: '<shell>', value, rule: `a shell is one of ${NAMES.join(', ')}`, fix, exitCode: 2 })
}
