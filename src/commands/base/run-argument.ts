import { Args } from '@oclif/core'

export const runArgument = Args.string({ required: true, ignoreStdin: true, description: 'the id of a run, last, or the path of a run folder' })
