/** The command that repeats a run, ready for a shell: with the seed that was drawn for it, if one was. */
export function commandLine(command: string, argv: readonly string[], seed: string): string {
  const words = withoutSeed(argv)
  return ['promo', command, ...words.map(quoted), '--seed', seed].join(' ')
}

function withoutSeed(argv: readonly string[]): readonly string[] {
  return argv.filter((word, index) => word !== '--seed' && argv[index - 1] !== '--seed' && !word.startsWith('--seed='))
}

/** The same with these faults, instead of those it was given. */
export function commandLineWith(command: string, argv: readonly string[], seed: string, faults: readonly string[]): string {
  const others = argv.filter((word, index) => !/^--(no-faults$|fault(=|$))/.test(word) && argv[index - 1] !== '--fault')
  return commandLine(command, [...others, ...faults.flatMap((fault) => ['--fault', fault])], seed)
}

/** The same without faults, and with nothing to hold it against. */
export function controlCommandLine(command: string, argv: readonly string[], seed: string): string {
  return commandLineWith(command, argv.filter((word) => word !== '--control'), seed, []).replace(/ --seed /, ' --no-faults --seed ')
}

export const quoted = (word: string): string => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)
