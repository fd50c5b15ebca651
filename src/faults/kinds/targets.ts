import type { RunTarget } from './fault-kind.ts'

/** What stands behind ports: servers in one target of a run, memory and files in the other. */
export const PORTS = ['log', 'cache', 'store'] as const
/** One of several brokers; the embedded log is one. */
export const BROKER = 'log.<n>'
/** One thread of the pipeline, drawn from the seed, or the one that is named. */
export const WORKERS = ['worker', 'worker.<n>'] as const

export const only = (runTarget: RunTarget, patterns: readonly string[]): Readonly<Record<string, RunTarget>> => Object.fromEntries(patterns.map((pattern) => [pattern, runTarget]))
