/** The command that repeats a run, ready for a shell: with the seed that was drawn for it, if one was. */
export function commandLine(command: string, argv: readonly string[], seed: string): string {
  const words = withoutSeed(argv)
  return ['promo', command, ...words.map(quoted), '--seed', seed].join(' ')
}

function withoutSeed(argv: readonly string[]): readonly string[] {
  return argv.filter((word, index) => word !== '--seed' && argv[index - 1] !== '--seed' && !word.startsWith('--seed='))
}

const quoted = (word: string): string => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)
