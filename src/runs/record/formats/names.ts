/** By themselves: a command that only lists them needs no parser. */
export const RECORDING_FORMAT_NAMES = ['kcat', 'jsonl', 'csv'] as const

export type FormatName = (typeof RECORDING_FORMAT_NAMES)[number]
